"""What clauses speak of: the name that they open with, else what the clause before them spoke of."""

from __future__ import annotations

import pytest
from tests.support.extraction import read


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("ByteTrack 速度很快，思路简单；检测器采用 YOLOX。", ("ByteTrack", "basedOn", "YOLOX")),
        ("BERT 很有名。它在 SQuAD 上 F1 达到 93.2。", ("BERT", "evaluatedOn", "SQuAD")),
        ("谷歌提出 BERT，骨架是 Transformer。", ("BERT", "basedOn", "Transformer")),
        ("现在很多人用 PyTorch，BERT 则由谷歌提出。", ("BERT", "developedBy", "Google")),
        ("We moved to PyTorch, which is developed by Meta.", ("PyTorch", "developedBy", "Meta")),
        ("BERT is well known. It uses Transformer.", ("BERT", "basedOn", "Transformer")),
        ("BERT（谷歌）比 RoBERTa 早，但 RoBERTa 更好。", ("BERT", "developedBy", "Google")),
        ("BERT is good. ALBERT is small. Both outperform LSTM.", ("BERT", "outperforms", "LSTM")),
        ("On SQuAD BERT reaches 93.2, and it is faster than LSTM.", ("BERT", "outperforms", "LSTM")),
        ("RoBERTa 很好。编码器 BERT 不变，由 Facebook 提出。", ("RoBERTa", "developedBy", "Facebook")),
        ("RoBERTa comes from BERT, itself a Transformer, and outperforms LSTM.", ("RoBERTa", "outperforms", "LSTM")),
        ("LSTM 很慢。在 SQuAD 和 GLUE 上，BERT 把它甩开了。", ("BERT", "evaluatedOn", "SQuAD")),
        ("同期的 BERT 由谷歌提出。", ("BERT", "developedBy", "Google")),
        ("RoBERTa 很好，轻量版 BERT，由 Facebook 提出。", ("RoBERTa", "developedBy", "Facebook")),
        ("BERT and RoBERTa were developed by Google and Facebook respectively.", ("RoBERTa", "developedBy", "Facebook")),
        ("RoBERTa is new. It swaps the LSTM for a GRU. Loses to XLNet.", ("RoBERTa", "comparedWith", "XLNet")),
        # lists are read past the brackets and makers beside their names
        ("RoBERTa 优于谷歌的 BERT、微软的 DeBERTa 和 XLNet。", ("RoBERTa", "outperforms", "XLNet")),
        ("RoBERTa 超过 ALBERT（谷歌）和 XLNet。", ("RoBERTa", "outperforms", "XLNet")),
        ("BERT was written by Jeff Dean of Google and Yann LeCun of Meta.", ("BERT", "authoredBy", "Yann LeCun")),
        ("BERT (Jeff Dean and Yann LeCun; Google) is good.", ("BERT", "developedBy", "Google")),
        # what a clause makes, the next speaks of
        ("BERT 很好。后来他们训练了 RoBERTa，优于 LSTM。", ("RoBERTa", "outperforms", "LSTM")),
        ("谷歌的对手叫 RoBERTa，优于 LSTM。", ("RoBERTa", "outperforms", "LSTM")),
        ("RoBERTa is new: a small Transformer, introduced by Jeff Dean.", ("RoBERTa", "authoredBy", "Jeff Dean")),
        ("Derived from BERT, RoBERTa is larger.", ("RoBERTa", "basedOn", "BERT")),
        ("LSTM is old. Then came RoBERTa (Jeff Dean et al., Google), which borrows BERT.", ("RoBERTa", "basedOn", "BERT")),
        ("我们最早做的是 BERT，发在 CVPR 2020。", ("BERT", "publishedAt", "CVPR 2020")),
        ("Google unveiled RoBERTa, a Transformer model that outperforms LSTM.", ("RoBERTa", "outperforms", "LSTM")),
        ("BERT 很好。第一作者是我的学生周一鸣。", ("BERT", "authoredBy", "周一鸣")),
        # the heir that a clause opens with, and not what it comes of
        ("谷歌 BERT 的后续工作 RoBERTa，用 LSTM 做解码器。", ("RoBERTa", "basedOn", "LSTM")),
        ("谷歌 BERT 的后续工作 RoBERTa，用 LSTM 做解码器。", ("RoBERTa", "basedOn", "BERT")),
        ("BERT 的轻量版 ALBERT 换上了 LSTM，SQuAD 上 F1 为 90.1。", ("ALBERT", "evaluatedOn", "SQuAD")),
        ("RoBERTa 沿用了自家 BERT 的结构，优于 LSTM。", ("RoBERTa", "outperforms", "LSTM")),
        # English prose: parts, phrases before the subject, what a clause leads up to
        ("BERT and RoBERTa are the two that matter. The former is by Google, the latter by Meta.", ("BERT", "developedBy", "Google")),
        ("BERT and RoBERTa are the two that matter. The former is by Google, the latter by Meta.", ("RoBERTa", "developedBy", "Meta")),
        ("BERT 与 RoBERTa 都很好。前者由谷歌提出，后者由 Meta 提出。", ("RoBERTa", "developedBy", "Meta")),
        ("The encoder of RoBERTa comes from BERT, the decoder is an LSTM.", ("RoBERTa", "basedOn", "LSTM")),
        ("At its core RoBERTa is a plain Transformer.", ("RoBERTa", "basedOn", "Transformer")),
        ("What convinced us was RoBERTa: small, quick, and better than LSTM.", ("RoBERTa", "outperforms", "LSTM")),
        ("RoBERTa borrows the idea of BERT and beats LSTM.", ("RoBERTa", "outperforms", "LSTM")),
    ],
)  # fmt: skip
def test_clause_goes_on_about_its_subject(text: str, stated: tuple[str, str, str]) -> None:
    assert stated in read(f"# 笔记\n\n{text}\n").stated()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("训练部分使用 PyTorch，数据准备沿用 Kaldi 的脚本。", ("PyTorch", "basedOn", "Kaldi")),
        ("BERT 只用 LSTM 做对照，由谷歌提出。", ("LSTM", "developedBy", "Google")),
        ("The encoder of RoBERTa comes from BERT, the decoder is an LSTM.", ("BERT", "basedOn", "LSTM")),
        ("RoBERTa borrows the idea of BERT and beats LSTM.", ("BERT", "outperforms", "LSTM")),
        ("LSTM has since been replaced by BERT.", ("LSTM", "basedOn", "BERT")),
        ("BERT 基于 Transformer，RoBERTa 优于 LSTM。", ("BERT", "outperforms", "LSTM")),
        ("BERT 不使用 LSTM。", ("BERT", "basedOn", "LSTM")),
        ("BERT 不再依赖 LSTM。", ("BERT", "basedOn", "LSTM")),
        ("BERT 很好，在 RoBERTa 上比 LSTM 更快。", ("RoBERTa", "outperforms", "LSTM")),
        ("BERT and RoBERTa were developed by Google and Facebook respectively.", ("BERT", "developedBy", "Facebook")),
        ("BERT is good. Its successor is faster than LSTM.", ("BERT", "outperforms", "LSTM")),
        ("BERT 很好，底层可以切换到 PyTorch 或 TensorFlow。", ("PyTorch", "basedOn", "TensorFlow")),
        ("RoBERTa 的编码器采用大模型而非 BERT。", ("RoBERTa", "basedOn", "BERT")),
        ("RoBERTa uses a CNN rather than BERT.", ("RoBERTa", "basedOn", "BERT")),
        ("RoBERTa is the successor of BERT and was developed at Google.", ("BERT", "developedBy", "Google")),
        ("RoBERTa 用新结构代替 LSTM。", ("RoBERTa", "basedOn", "LSTM")),
        ("Instead of an LSTM, RoBERTa uses a Transformer.", ("LSTM", "basedOn", "Transformer")),
    ],
)  # fmt: skip
def test_nothing_is_said_of_a_name_that_a_clause_only_mentions(text: str, wrong: tuple[str, str, str]) -> None:
    assert wrong not in read(f"# 笔记\n\n{text}\n").stated()


def test_a_kind_of_model_is_not_what_beats_another() -> None:
    found = read("Google unveiled RoBERTa, a Transformer model that outperforms LSTM.")
    assert ("Transformer", "outperforms", "LSTM") not in found.stated()


def test_what_a_paper_introduces_is_what_its_authors_go_on_about() -> None:
    title = "Seeing Lips by Hearing Speech in Noisy Rooms"
    text = f"# 唇读\n\n## {title}\n\n研究者提出了一种名为 QuixLip 的方法。研究者提出的方法在 SQuAD 数据集上取得了最好的结果。\n"
    assert ("QuixLip", "evaluatedOn", "SQuAD") in read(text).stated()


def test_what_was_proposed_is_not_what_it_is_made_of() -> None:
    text = "## 1.1 QuixNet\n\n作者提出的结构是 LSTM 和 VGG 的结合。骨架用了 ResNet。\n"
    assert ("LSTM", "basedOn", "ResNet") not in read(f"# 笔记\n\n{text}").stated()


def test_what_a_proposed_method_uses_is_not_what_was_proposed() -> None:
    text = "# 1 视频\n\n## 1.1 QuixRel\n\n作者设计了一种用孪生网络做关联的办法。在 SQuAD 数据集上取得了最好的结果。\n"
    stated = read(text).stated("evaluatedOn")
    assert stated == {("QuixRel", "evaluatedOn", "SQuAD")}


def test_a_clause_about_another_papers_method_speaks_of_that_paper() -> None:
    text = (
        "# 笔记\n\n[QuixNet: Fast Attention for Large Images](https://arxiv.org/abs/1901.00001)\n\n"
        "BarNet 由 Jeff Dean 提出。\n\n[BarNet: Slow Attention for Small Images](https://arxiv.org/abs/1901.00002)\n"
    )
    authors = {(head, tail) for head, relation, tail in read(text).stated("authoredBy")}
    assert ("BarNet: Slow Attention for Small Images", "Jeff Dean") in authors
    assert ("QuixNet: Fast Attention for Large Images", "Jeff Dean") not in authors


def test_an_entry_of_its_own_belongs_to_no_paper_listed_before_it() -> None:
    found = read("QuixNet: Sorting Tables with Care\n\n- RoBERTa：论文被 CVPR 2020 接收，来自清华大学的团队。")
    assert {claim.head.name for claim in found.claims if claim.relation in ("publishedAt", "developedBy")} == {
        "RoBERTa"
    }


def test_an_entry_is_called_by_the_heir_that_it_opens_with() -> None:
    found = read("# 排序\n\n- QuixNet 的升级版 QuixNet2 换成了 Transformer 骨干")
    assert ("QuixNet2", "about") in {(claim.head.name, claim.relation) for claim in found.claims}
