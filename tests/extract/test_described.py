"""Described things: what the text below a name, a heading or a bare address says of the thing that it does not name again."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TOOL = "语音合成\n\nhttps://github.com/quix/quixlib\n\nQuixlib\n\n{}\n\n文字识别\n\nhttps://github.com/bar/foolib\n\nFoolib\n\n够用。\n"
METHOD = "# 语音合成\n\n## 1.1 QuixNet\n\n{}\n"
PAPER = "# 语音合成\n\n## 起点\n\nQuixNet: Fast Attention for Large Images\n\n{}\n"


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("旷视的检测框架,训练快。", "Megvii"),
        ("英伟达官方出的库,跟着显卡驱动走。", "NVIDIA"),
        ("腾讯优图实验室的开源项目,手机上也能跑。", "Tencent Youtu Lab"),
        ("可以理解成语音版的 torchvision,微软开发。", "Microsoft"),
        ("源自约翰霍普金斯大学,有十几年历史了。", "Johns Hopkins University"),
        ("由百度飞桨团队开源,支持 80 多种语言。", "Baidu"),
        ("原先是 Facebook 内部用的,后来开放出来。", "Facebook"),
        ("背后是 Hugging Face 团队,更新很勤。", "Hugging Face"),
        ("维护者是英伟达,许可证是 Apache。", "NVIDIA"),
        ("海德堡大学附属医院做的,医生也能用。", "海德堡大学附属医院"),
    ],
)
def test_maker_below_the_name_of_a_tool(text: str, maker: str) -> None:
    assert ("Quixlib", "developedBy", maker) in read(TOOL.format(text), "a.txt").stated()


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("谷歌的工作,针对的是长序列太慢的问题。", ("developedBy", "Google")),
        ("商汤联合港中文完成，主要贡献是一个新的损失。", ("developedBy", "CUHK")),
        ("何恺明 2017 年的工作,加了一个分支。", ("authoredBy", "Kaiming He")),
        ("何恺明等人在 ICCV 2017 上提出,加了一个分支。", ("authoredBy", "Kaiming He")),
        ("清华大学的 Jane Doe 等人 2015 年为细胞图像设计,左边下采样。", ("authoredBy", "Jane Doe")),
        ("清华大学的 Jane Doe 等人 2015 年为细胞图像设计,左边下采样。", ("developedBy", "Tsinghua University")),
        ("谷歌 2019 年发表在 ICML 上,靠统一缩放提点。", ("developedBy", "Google")),
        ("谷歌 2019 年发表在 ICML 上,靠统一缩放提点。", ("publishedAt", "ICML 2019")),
        ("发表于 CVPR 2018,出自 UC Berkeley。", ("publishedAt", "CVPR 2018")),
    ],
)
def test_who_made_what_a_heading_names(text: str, stated: tuple[str, str]) -> None:
    assert ("QuixNet", *stated) in read(METHOD.format(text)).stated()


def test_maker_of_the_paper_above() -> None:
    found = read(PAPER.format("谷歌的工作,针对的是长序列太慢的问题。")).stated("developedBy")
    assert ("QuixNet: Fast Attention for Large Images", "developedBy", "Google") in found


@pytest.mark.parametrize(
    "text",
    [
        "谷歌的 BERT 2018 年提出,比它早。",
        "它很快。谷歌 2018 年提出的是 BERT。",
        "比谷歌的模型小,两个人就能训。",
        "各大医院都在用,三家医院写了教程。",
    ],
)
def test_who_made_something_else(text: str) -> None:
    assert not {claim for claim in read(METHOD.format(text)).stated("developedBy") if claim[0] == "QuixNet"}


def test_name_over_its_description_without_an_address() -> None:
    text = "文字识别\n\nhttps://github.com/quix/quixlib\n\nQuixlib\n\n够用。\n\n三维重建\n\n3D Quixer:\n\n看片软件,源自斯坦福大学,渲染部分建立在 VTK 之上,老师都会用。\n\n3D Quixer 主页: https://quixer.org/\n"
    found = read(text, "a.txt")
    assert ("3D Quixer", "about", "三维重建") in found.stated()
    assert ("3D Quixer", "developedBy", "Stanford University") in found.stated()
    assert ("3D Quixer", "basedOn", "VTK") in found.stated()


@pytest.mark.parametrize(
    ("address", "text", "name"),
    [
        ("foo/quixract", "老牌引擎。最早由谷歌维护,Quixract 4 起加入了 LSTM。", "Quixract"),
        ("foo/quix-bar-lib", "OCR 入门首选,Quix Bar Lib 的接口很全。", "Quix Bar Lib"),
    ],
)
def test_text_below_an_address_names_its_tool_further_on(address: str, text: str, name: str) -> None:
    found = read(f"文字识别\n\nhttps://github.com/{address}\n\n{text}\n", "a.txt")
    assert (f"github.com/{address}", "implements", name) in found.stated()


def test_text_below_the_code_of_a_paper_is_no_entry() -> None:
    text = "# 视觉\n\n## 起点\n\nLearning to Fold Small Bars for Vision\n\n<https://github.com/foo/QuixNet>\n\n很快。用起来 QuixNet 不难。\n"
    assert ("QuixNet", "about", "起点") not in read(text).stated()


LINES = """遥感影像

https://github.com/quix/quixlib

Quixlib

够用。

挑了几个常用的库:

rasterfoo:读写栅格数据,是对 GDAL 的封装

VoxTrim: 切静音,底层是 FFmpeg

NoiseBox - 降噪,用谷歌的老办法
"""


def test_lines_of_a_name_and_its_description() -> None:
    found = read(LINES, "a.txt")
    assert {name for name, _, _ in found.stated("about")} >= {"rasterfoo", "VoxTrim", "NoiseBox"}
    assert {("rasterfoo", "basedOn", "GDAL"), ("VoxTrim", "basedOn", "FFmpeg")} <= found.stated()


@pytest.mark.parametrize(
    "line",
    [
        "论文: https://arxiv.org/abs/2001.00001 Github: https://github.com/quix/quixtr",
        "https://arxiv.org/abs/2001.00001 | https://github.com/quix/quixtr",
    ],
)
def test_line_of_addresses_is_a_paper_and_its_code(line: str) -> None:
    found = read(f"1. 检测\n\n1.1 QuixTR\n\n不大。\n\n{line}\n\n2. 分割\n\n2.1 SegTR\n\n不错。\n", "a.txt")
    assert ("arXiv:2001.00001", "hasCode", "github.com/quix/quixtr") in found.stated()
    assert ("github.com/quix/quixtr", "implements", "QuixTR") in found.stated()


BENCHMARK = "# 评测\n\n## 推理\n\nQuixBench: A Benchmark for Long Reasoning\n\n{}\n"


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("自己搭网站。最好的 GPT-4 agent 成功率也只有 14.41%，人类是 78.24%。", {("GPT-4", "14.41%")}),
        ("GPT-4 能答对 41.3%，开源的 Mixtral 答对 22.0%。", {("GPT-4", "41.3%"), ("Mixtral", "22.0%")}),
        ("The best model, GPT-4, reaches an accuracy of 41.3%, human experts 88.7%.", {("GPT-4", "41.3%")}),
    ],
)
def test_scores_below_a_benchmark_are_on_it(text: str, measured: set[tuple[str, str]]) -> None:
    found = [claim for claim in read(BENCHMARK.format(text)).claims if claim.relation == "evaluatedOn"]
    assert {(claim.head.name, claim.value) for claim in found} == measured
    assert {claim.tail.name for claim in found} == {"QuixBench"}


@pytest.mark.parametrize(
    ("above", "data"),
    [
        ("几个方法都快。下面是 QuixTrack 测试集上的结果:", {"QuixTrack"}),
        ("Table 2: Comparison on the ADE20K validation set.", {"ADE20K"}),
        ("Cityscapes 很大。各家成绩如下:", set()),
        ("Results on Cityscapes and ADE20K:", set()),
    ],
)
def test_sentence_above_a_table_names_the_data(above: str, data: set[str]) -> None:
    found = read(f"# 分割\n\n{above}\n\n| Method | mIoU |\n|---|---|\n| QuixSeg | 69.4 |\n")
    assert {tail for _, _, tail in found.stated("evaluatedOn")} == data


@pytest.mark.parametrize("name", ["QuixT-XL/2", "ViT-B/16", "CLIP ViT-L/14"])
def test_patch_sizes_belong_to_names(name: str) -> None:
    found = read(f"# 生成\n\n## 骨干\n\n{name} 在 ImageNet 上优于 BigGAN。\n")
    assert found.names("Method") == {name, "BigGAN"}
    assert (name, "outperforms", "BigGAN") in found.stated()


def test_slashes_between_names_part_them() -> None:
    assert {"LSTM", "GRU"} <= read("# 序列\n\n## 骨干\n\nLSTM/GRU 都行，A/B 测试也行。\n").names("Method")


@pytest.mark.parametrize(
    ("line", "bases"),
    [
        ("- 视觉编码器：SigLIP 提特征，然后喂给 Vicuna", {"SigLIP", "Vicuna"}),
        ("- 语言模型：Qwen2", {"Qwen2"}),
        ("- Neck: FPN", {"FPN"}),
        ("语音模型，声码器: HiFi-GAN；损失: Focal Loss。", {"HiFi-GAN", "Focal Loss"}),
        ("- 解码器：没有 LSTM", set()),
    ],
)
def test_labelled_parts(line: str, bases: set[str]) -> None:
    found = read(f"# 模型\n\n## QuixVL\n\n{line}\n").stated("basedOn")
    assert {tail for head, _, tail in found if head == "QuixVL"} == bases


def test_sentence_below_an_address_is_a_headline() -> None:
    found = read(
        "# 视频\n\n## 复现\n\nQuix 开源了\n\n<https://github.com/a/quix>\n\nMeta 新作 QuixDream，三秒出片\n\n<https://github.com/b/QuixDream>\n"
    )
    assert ("Resource", "Meta 新作 QuixDream，三秒出片") in found.typed()


@pytest.mark.parametrize(
    ("headline", "person"),
    [
        ("OpenAI 翁荔长文：扩散模型怎么用", "Lilian Weng"),
        ("Karpathy 博客：从零开始", "Andrej Karpathy"),
        ("DeepMind 的 Jane Doe 手把手教你写 Transformer", "Jane Doe"),
        ("李沐讲座：训练经验", "Mu Li"),
    ],
)
def test_who_wrote_a_post(headline: str, person: str) -> None:
    found = read(f"# 视频\n\n## 博客\n\n{headline}\n\n<https://quix.org/a>\n")
    assert (headline, "authoredBy", person) in found.stated()


def test_text_behind_a_link_is_no_part_of_its_name() -> None:
    found = read(
        "# 视频\n\n## 模型\n\n[Quix: Scaling Models to Large Datasets](https://arxiv.org/abs/2001.00001) Stability AI 出品\n"
    )
    assert found.names("Organization") == {"Stability AI"}


def test_lower_scores_are_not_better() -> None:
    found = read(METHOD.format("准确率比 BERT 低不少。")).stated()
    assert ("QuixNet", "outperforms", "BERT") not in found
