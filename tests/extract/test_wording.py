"""Wordings: every rule of the table states its relation in at least one sentence kept here, in both languages."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files

import pytest

from kgraph.core import SCHEMA, Document
from kgraph.extract import extract, load_lexicon
from kgraph.extract.prose import wording
from kgraph.read import read_document

PAPER, THING = "QuixNet: Fast Attention for Large Images", "QuixNet"
CITED = "Graph Attention Networks for Nice Things"
TOOL, CODE = "Quixlib", "github.com/quix/quixlib"
DATA = "QuixSet-1M"

PROSE: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("谷歌发布 BERT。", [("BERT", "developedBy", "Google")]),
    ("由谷歌的研究团队提出。", [(PAPER, "developedBy", "Google")]),
    ("来自清华大学的研究者做了实验。", [(PAPER, "developedBy", "Tsinghua University")]),
    ("本文是谷歌的工作。", [(PAPER, "developedBy", "Google")]),
    ("在谷歌与微软等研究者的努力下，它终于快了。", [(PAPER, "developedBy", "Google"), (PAPER, "developedBy", "Microsoft")]),
    ("实验用了 ImageNet 和作者新建的 FooBench 数据集。", [(PAPER, "introduces", "FooBench")]),
    ("他们提出了一种按权重融合的双向金字塔网络（weighted bi-directional feature pyramid network, BiFPN）。", [(PAPER, "introduces", "BiFPN")]),
    ("谷歌和高校合作完成。", [(PAPER, "developedBy", "Google")]),
    ("微软近日开源。", [(PAPER, "developedBy", "Microsoft")]),
    ("PyTorch 是一个由 Facebook 开发的框架。", [("PyTorch", "developedBy", "Facebook")]),
    ("TensorFlow 是谷歌开源的框架。", [("TensorFlow", "developedBy", "Google")]),
    ("谷歌的 TensorFlow 很流行。", [("TensorFlow", "developedBy", "Google")]),
    ("微软开源 DeepSpeed 框架。", [("DeepSpeed", "developedBy", "Microsoft")]),
    ("看看微软深度加速库 DeepSpeed 的用法。", [("DeepSpeed", "developedBy", "Microsoft")]),
    ("这是英伟达 TensorRT 的用法。", [("TensorRT", "developedBy", "NVIDIA")]),
    ("国产框架 MindSpore,华为出品。", [("MindSpore", "developedBy", "Huawei")]),
    ("一文说清 PyTorch 和 Keras 有何区别。", [("PyTorch", "comparedWith", "Keras")]),
    ("It was developed by Google.", [(PAPER, "developedBy", "Google"), (THING, "developedBy", "Google")]),
    ("BERT was released by Google.", [("BERT", "developedBy", "Google")]),
    ("It was the best for a year, since overtaken by BERT.", [("BERT", "outperforms", THING)]),
    ("It loses to BERT by a hair.", [(THING, "comparedWith", "BERT")]),
    ("It needs half the memory of BERT.", [(THING, "outperforms", "BERT")]),
    ("It replaces the LSTM of ELMo by a BERT.", [(THING, "basedOn", "ELMo"), (THING, "basedOn", "BERT")]),
    ("It holds photos of birds, by Google.", [(THING, "developedBy", "Google")]),
    ("The photos were annotated by hand at Google.", [(THING, "developedBy", "Google")]),
    ("It was sampled at night from the train split of ImageNet.", [(THING, "basedOn", "ImageNet")]),
    ("BERT won the reading task for Google.", [("BERT", "developedBy", "Google")]),
    ("Google released TensorFlow.", [("TensorFlow", "developedBy", "Google")]),
    ("作者提出 BarNet 模型。", [(PAPER, "introduces", "BarNet")]),
    ("新结构名为 BarNet。", [(PAPER, "introduces", "BarNet")]),
    ("We propose BarNet.", [(PAPER, "introduces", "BarNet")]),
    ("何恺明等人的论文很有名。", [(PAPER, "authoredBy", "Kaiming He")]),
    ("何恺明在他的受邀演讲《看见图像的十种方式》中回顾了它。", [("看见图像的十种方式", "authoredBy", "Kaiming He")]),
    ("何恺明团队发表了它。", [(PAPER, "authoredBy", "Kaiming He")]),
    ("奖项颁给 Yann LeCun。", [(PAPER, "authoredBy", "Yann LeCun")]),
    ("我们知道 BERT 这一结构最早由 Jacob Devlin 提出。", [("BERT", "authoredBy", "Jacob Devlin")]),
    ("何恺明团队提出 BarNet 模型。", [("BarNet", "authoredBy", "Kaiming He")]),
    ("清华大学教授唐杰 参与其中。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("清华大学唐杰教授参与其中。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("唐杰教授来自清华大学。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("被 CVPR 2020 接收。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("发表于 CVPR 2020。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("CVPR 2020 oral。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("CVPR 2020 谷歌。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("谷歌 CVPR 2020。", [(PAPER, "developedBy", "Google")]),
    ("CVPR 2020 上一篇关于图像的论文。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("BERT 在 SQuAD 上达到最好。", [("BERT", "evaluatedOn", "SQuAD")]),
    ("在 ImageNet 上，ResNet 取得最好成绩。", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("在 ImageNet 数据集上评估。", [(THING, "evaluatedOn", "ImageNet")]),
    ("ResNet is evaluated on ImageNet.", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("It was evaluated on ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("使用 ImageNet 进行训练。", [(THING, "evaluatedOn", "ImageNet")]),
    ("BERT 采用 Transformer。", [("BERT", "basedOn", "Transformer")]),
    ("RoBERTa 是 BERT 的改进版。", [("RoBERTa", "basedOn", "BERT")]),
    ("基于 BERT 的模型 RoBERTa 很好。", [("RoBERTa", "basedOn", "BERT")]),
    ("可用 PyTorch 实现。", [(THING, "basedOn", "PyTorch")]),
    ("在 BERT 基础上微调。", [(THING, "basedOn", "BERT")]),
    ("改进 BERT。", [(THING, "basedOn", "BERT")]),
    ("BERT is based on Transformer.", [("BERT", "basedOn", "Transformer")]),
    ("It is built with PyTorch.", [(THING, "basedOn", "PyTorch")]),
    ("也可以写成 NAdam : Adam + RMSProp 的形式。", [("Nadam", "basedOn", "Adam")]),
    ("从 PyTorch 中集成 Keras。", [(THING, "basedOn", "PyTorch")]),
    ("BERT 优于 LSTM。", [("BERT", "outperforms", "LSTM")]),
    ("BERT 比 LSTM 更快。", [("BERT", "outperforms", "LSTM")]),
    ("超越了 BERT。", [(THING, "outperforms", "BERT")]),
    ("比 BERT 更快。", [(THING, "outperforms", "BERT")]),
    ("BERT outperforms LSTM.", [("BERT", "outperforms", "LSTM")]),
    ("BERT 媲美 LSTM。", [("BERT", "comparedWith", "LSTM")]),
    ("与 BERT 相比效果更好。", [(THING, "outperforms", "BERT")]),
    ("与 BERT 进行对比。", [(THING, "comparedWith", "BERT")]),
    ("堪比 BERT。", [(THING, "comparedWith", "BERT")]),
    ("谷歌", [(PAPER, "developedBy", "Google")]),
    ("CVPR 2020，谷歌", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("CVPR 2020 最佳论文颁给何恺明。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("compared with BERT.", [(THING, "comparedWith", "BERT")]),
    ("后来唐杰教授在《Graph Attention Networks for Nice Things》中写道。", [(CITED, "authoredBy", "Jie Tang")]),
    ("唐杰等人的论文《Graph Attention Networks for Nice Things》。", [(CITED, "authoredBy", "Jie Tang")]),
    ("唐杰的论文《Graph Attention Networks for Nice Things》。", [(CITED, "authoredBy", "Jie Tang")]),
    ("在论文《Graph Attention Networks for Nice Things》中，何恺明说。", [(CITED, "authoredBy", "Kaiming He")]),
    ("另见这里的论文《Graph Attention Networks for Nice Things》 by Yann LeCun 等人。", [(CITED, "authoredBy", "Yann LeCun")]),
    ("由 BERT 进行初始化。", [(THING, "basedOn", "BERT")]),
    ("扩展了 BERT。", [(THING, "basedOn", "BERT")]),
    ("以 BERT 为基础。", [(THING, "basedOn", "BERT")]),
    ("BERT 中的 Transformer 很重要。", [("BERT", "basedOn", "Transformer")]),
    ("使用 PyTorch 构建。", [(THING, "basedOn", "PyTorch")]),
    ("支持 PyTorch 实现。", [(THING, "basedOn", "PyTorch")]),
    ("这是一篇 BERT 方向的论文。", [(PAPER, "basedOn", "BERT")]),
    ("在标准数据集 ImageNet 上做了实验。", [(THING, "evaluatedOn", "ImageNet")]),
    ("论文《Graph Attention Networks for Nice Things》在 ImageNet 数据集上做了实验。", [(CITED, "evaluatedOn", "ImageNet")]),
    ("在 ImageNet 上使用 SGD 训练 ResNet。", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("Google's library.", [(THING, "developedBy", "Google")]),
    ("It runs on top of PyTorch.", [(THING, "basedOn", "PyTorch")]),
    ("An implementation of BERT.", [(THING, "basedOn", "BERT")]),
    ("后端支持 PyTorch。", [(THING, "basedOn", "PyTorch")]),
    ("清华大学的研究人员提出了新办法。", [(PAPER, "developedBy", "Tsinghua University")]),
    ("作者提出了 Foonet-X 模型。", [(PAPER, "introduces", "Foonet-X")]),
    ("Ian Goodfellow 提出 BarNet。", [(PAPER, "introduces", "BarNet")]),
    ("发表在 CVPR 2020。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("It was accepted at CVPR 2020.", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("BERT 基于 Transformer。", [("BERT", "basedOn", "Transformer")]),
    ("RoBERTa 改进了 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 借鉴了 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT 采用了 Transformer。", [("BERT", "basedOn", "Transformer")]),
    ("BERT 引入了 Transformer。", [("BERT", "basedOn", "Transformer")]),
    ("RoBERTa 是对 BERT 的改进。", [("RoBERTa", "basedOn", "BERT")]),
    ("Keras 基于 TensorFlow。", [("Keras", "basedOn", "TensorFlow")]),
    ("在 BERT 的基础上微调。", [(THING, "basedOn", "BERT")]),
    ("改进了 BERT。", [(THING, "basedOn", "BERT")]),
    ("采用了 Transformer。", [(THING, "basedOn", "Transformer")]),
    ("基于 Transformer。", [(THING, "basedOn", "Transformer")]),
    ("It is built upon Transformer.", [(THING, "basedOn", "Transformer")]),
    ("CVPR 2020 的论文奖颁给何恺明。", [(PAPER, "authoredBy", "Kaiming He")]),
    ("唐杰团队的论文《Graph Attention Networks for Nice Things》。", [(CITED, "authoredBy", "Jie Tang")]),
    ("论文《Graph Attention Networks for Nice Things》中，唐杰团队写道。", [(CITED, "authoredBy", "Jie Tang")]),
    ("Transformer 中的 Layer Normalization 很重要。", [("Transformer", "basedOn", "Layer Normalization")]),
    ("A library by Google, for all.", [(THING, "developedBy", "Google")]),
    ("Google’s library.", [(THING, "developedBy", "Google")]),
    ("读者都知道，本文是来自谷歌的工作。", [(PAPER, "developedBy", "Google")]),
    ("这项研究由谷歌与多所高校的人员合作完成。", [(PAPER, "developedBy", "Google")]),
    ("这项后续的工作最后被 CVPR 2020 接收了。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("这项后续的工作最后发表于 CVPR 2020 会议。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("The follow-up work was accepted at CVPR 2020 as a talk.", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("这是一篇不错的 CVPR 2020 oral 文章。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("这是一篇不错的 CVPR 2020 论文。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("大家在 CVPR 2020 谷歌展台看到了它。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("大家在谷歌 CVPR 2020 展台看到了它。", [(PAPER, "developedBy", "Google")]),
    ("我们读了 CVPR 2020 上一篇关于图像的论文。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("实验说明 BERT 比 LSTM 更快。", [("BERT", "outperforms", "LSTM")]),
    ("实验说明 BERT 比 LSTM 快得多。", [("BERT", "outperforms", "LSTM")]),
    ("实验说明它比 BERT 更好。", [(THING, "outperforms", "BERT")]),
    ("据悉 CVPR 2020 的最佳论文颁给了他们。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("据悉 CVPR 2020 的论文奖授予了他们。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("Kaiming He of Google joined.", [("Kaiming He", "affiliatedWith", "Google")]),
    ("何恺明（谷歌）参与其中。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("有时写成 NAdam = Adam + RMSProp + SGD 的形式。", [("Nadam", "basedOn", "Adam"), ("Nadam", "basedOn", "SGD")]),
    ("论文融合了很多技术，包括批归一化(Batch Normalization)、谱归一化(Spectral Normalization)等。", [(THING, "basedOn", "Batch Normalization"), (THING, "basedOn", "Spectral Normalization")]),
    ("网络级联了两个类似的模块(BERT 和 LSTM)。", [(THING, "basedOn", "BERT"), (THING, "basedOn", "LSTM")]),
    ("它使用了两种轻量的策略: 1. BERT，即编码。", [(THING, "basedOn", "BERT")]),
    ("在两个公开数据集（ImageNet 和 COCO）以及街上拍的图像里都很好。", [(THING, "evaluatedOn", "ImageNet"), (THING, "evaluatedOn", "COCO")]),
    ("2017 年 COCO 数据集冠军。", [(THING, "evaluatedOn", "COCO")]),
    ("对 BERT 的结构做了几处调整。", [(THING, "basedOn", "BERT")]),
    ("这里改为 BERT 来编码。", [(THING, "basedOn", "BERT")]),
    ("在 BERT 的 Transformer 基础上面堆叠。", [(THING, "basedOn", "BERT"), (THING, "basedOn", "Transformer")]),
    ("BERT is a fine-tuning approach, while ELMo is a feature-based one.", [("BERT", "comparedWith", "ELMo")]),
    ("BERT 是双向的模型，而 ELMo 是单向的。", [("BERT", "comparedWith", "ELMo")]),
    ("后来唐杰教授创立了智谱 AI。", [("Jie Tang", "affiliatedWith", "Zhipu AI")]),
    ("清华大学研究小组在唐杰教授的领导下完成。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("Yann LeCun founded Google.", [("Yann LeCun", "affiliatedWith", "Google")]),
    ("它比 BERT 缩小了 18x 的参数。", [(THING, "outperforms", "BERT")]),
    ("在 ImageNet、COCO 得到很好的结果。", [(THING, "evaluatedOn", "ImageNet"), (THING, "evaluatedOn", "COCO")]),
    ("在常见的数据（ImageNet）和公开的数据集 COCO 上都很快。", [(THING, "evaluatedOn", "ImageNet"), (THING, "evaluatedOn", "COCO")]),
    ("与原始 BERT 相比，参数降低到一半，在 ImageNet 和 COCO 的分类任务上也少。", [(THING, "evaluatedOn", "ImageNet"), (THING, "outperforms", "BERT")]),
    ("接着将结果输入 LSTM 进行聚合。", [(THING, "basedOn", "LSTM")]),
    ("损失根据 LSTM 方法算出。", [(THING, "basedOn", "LSTM")]),
    ("使用了类似 BERT 的 RoBERTa 来编码。", [("RoBERTa", "basedOn", "BERT"), (THING, "basedOn", "RoBERTa")]),
    ("它对 BERT 采用了不同的配置。", [(THING, "basedOn", "BERT")]),
    ("它和 CVPR 2016 BERT 这些工作有关。", [("BERT", "publishedAt", "CVPR 2016")]),
    ("BERT 的两个阶段都不好。在 BERT 的基础上面堆叠。", [(THING, "basedOn", "BERT")]),
    ("论文做了大量的优化，包括批归一化（Batch Normalization），谱归一化（Spectral Normalization）、Dropout 等。", [(PAPER, "basedOn", "Batch Normalization"), (PAPER, "basedOn", "Spectral Normalization"), (PAPER, "basedOn", "Dropout")]),
    ("归一化的方法有：Batch Normalization 等。", [(THING, "basedOn", "Batch Normalization")]),
    ("它把来自 ImageNet 的标注和新的图像整合在一起。", [(THING, "basedOn", "ImageNet")]),
    ("此文中谷歌的团队做了很多实验。", [(PAPER, "developedBy", "Google")]),
    ("团队在 CVPR 2020 上发表了它。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("它从几种常见的 BERT 里面和外面中选取一种。", [(THING, "basedOn", "BERT")]),
    ("结合两种传感器的地图和 BERT 算法来实现。", [(THING, "basedOn", "BERT")]),
    ("谷歌基于 BERT 微调得到的模型。", [(THING, "developedBy", "Google"), (THING, "basedOn", "BERT")]),
    ("谷歌推出的推理库，很快。", [(THING, "developedBy", "Google")]),
    ("BERT 是清华大学 微软研究院与谷歌共同训练的模型。", [("BERT", "developedBy", "Google")]),
    ("BERT 与 ELMo 和 GPT-2 相当。", [("BERT", "comparedWith", "ELMo"), ("BERT", "comparedWith", "GPT-2")]),
    ("BERT 采用 SwiGLU 激活函数和 RMSNorm。", [("BERT", "basedOn", "SwiGLU"), ("BERT", "basedOn", "RMSNorm")]),
    ("特征被送入 Transformer 编码器。", [(THING, "basedOn", "Transformer")]),
    ("QuixNet 的后续变体有 BERT、ELMo 等。", [("BERT", "basedOn", THING), ("ELMo", "basedOn", THING)]),
    ("BERT: 在 PyTorch 中集成 Keras 的特性。", [("BERT", "basedOn", "PyTorch")]),
    ("BERT 是百度飞桨推出的工具库。", [("BERT", "developedBy", "Baidu")]),
    ("后来 BERT 也很好。该项目集成了 ELMo 等算法。", [(THING, "basedOn", "ELMo")]),
    ("来自清华大学的唐杰 参与其中。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("谷歌首席执行官 Jeff Dean 说。", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("BERT 以 Transformer 为骨架。", [("BERT", "basedOn", "Transformer")]),
    ("RoBERTa combines BERT with care.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 是 BERT 在语料上的扩展。", [("RoBERTa", "basedOn", "BERT")]),
    ("骨架是 Transformer。", [(THING, "basedOn", "Transformer")]),
    ("后来何恺明介绍了《Graph Attention Networks for Nice Things》一文。", [(CITED, "authoredBy", "Kaiming He")]),
    ("只用 BERT 抽取特征。", [(THING, "basedOn", "BERT")]),
    ("整个系统建立在 BERT 上。", [(THING, "basedOn", "BERT")]),
    ("词表并入 BERT。", [(THING, "basedOn", "BERT")]),
    ("编码器为 BERT。", [(THING, "basedOn", "BERT")]),
    ("受 BERT 启发。", [(THING, "basedOn", "BERT")]),
    ("把 BERT 和 LSTM 拼在一起。", [(THING, "basedOn", "BERT"), (THING, "basedOn", "LSTM")]),
    ("与 BERT 这类模型结合起来。", [(THING, "basedOn", "BERT")]),
    ("BERT 很好。RoBERTa 和 ALBERT 都是它的变体。", [("RoBERTa", "basedOn", "BERT"), ("ALBERT", "basedOn", "BERT")]),
    ("它从 BERT 继续预训练得到。", [(THING, "basedOn", "BERT")]),
    ("第一作者是他的学生唐杰。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("大家说说 BERT 的升级版 RoBERTa。", [("RoBERTa", "basedOn", "BERT")]),
    ("谷歌研究院提出的 BERT 类检测器。", [(THING, "developedBy", "Google Research")]),
    ("BERT 很好；其后续工作 RoBERTa 更大。", [("RoBERTa", "basedOn", "BERT")]),
    ("It was distilled from BERT.", [(THING, "basedOn", "BERT")]),
    ("A small library written in JAX.", [(THING, "basedOn", "JAX")]),
    ("On ImageNet it reaches 80.5 percent.", [(THING, "evaluatedOn", "ImageNet")]),
    ("It is faster than BERT.", [(THING, "outperforms", "BERT")]),
    ("由清华大学的唐杰等人发起。", [(THING, "developedBy", "Tsinghua University"), (PAPER, "authoredBy", "Jie Tang"), ("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("一作唐杰。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("BERT 很好，谷歌与微软联合完成。", [("BERT", "developedBy", "Google"), ("BERT", "developedBy", "Microsoft")]),
    ("It was led by Jeff Dean.", [(PAPER, "authoredBy", "Jeff Dean")]),
    ("Jeff Dean wrote TensorFlow.", [("TensorFlow", "authoredBy", "Jeff Dean")]),
    ("谷歌创始人 Larry Page 说。", [("Larry Page", "affiliatedWith", "Google")]),
    ("唐杰教授任职于谷歌。", [("Jie Tang", "affiliatedWith", "Google")]),
    ("Jeff Dean, a researcher at Google.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("BERT（CVPR 2020）很有名。", [("BERT", "publishedAt", "CVPR 2020")]),
    ("RoBERTa was later presented at CVPR 2020.", [("RoBERTa", "publishedAt", "CVPR 2020")]),
    ("大家都用谷歌 BERT。", [("BERT", "developedBy", "Google")]),
    ("与 LSTM 相比，BERT 的效果更好。", [("BERT", "outperforms", "LSTM")]),
    ("They like BERT by Google.", [("BERT", "developedBy", "Google")]),
    ("BERT, from Jeff Dean, is good.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("RoBERTa combines BERT with LSTM.", [("RoBERTa", "basedOn", "BERT"), ("RoBERTa", "basedOn", "LSTM")]),
    ("BERT is good. RoBERTa builds on it.", [("RoBERTa", "basedOn", "BERT")]),
    ("最终训练出 BarNet-7B。", [(PAPER, "introduces", "BarNet-7B")]),
    ("谷歌携手微软公布 BERT。", [("BERT", "developedBy", "Google"), ("BERT", "developedBy", "Microsoft")]),
    ("谷歌放出 BERT。", [("BERT", "developedBy", "Google")]),
    ("清华大学等机构的唐杰团队。", [(PAPER, "developedBy", "Tsinghua University"), (PAPER, "authoredBy", "Jie Tang")]),
    ("机构：谷歌。", [(PAPER, "developedBy", "Google")]),
    ("谷歌的多模态大模型技术报告。", [(PAPER, "developedBy", "Google")]),
    ("谷歌、微软联合。", [(PAPER, "developedBy", "Google")]),
    ("BERT is good. Jeff Dean wrote it.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("A paper which came out in CVPR 2020.", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("这是 BarNet-7B 的技术报告。", [(PAPER, "introduces", "BarNet-7B")]),
    ("RoBERTa outperforms BERT on ImageNet.", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("采用 Transformer，不依赖 PyTorch。", [(THING, "basedOn", "Transformer")]),
    # further wordings
    ("It was assembled at Google.", [(THING, "developedBy", "Google")]),
    ("BERT is good, written by many people at Google.", [("BERT", "developedBy", "Google")]),
    ("It comes from Google.", [(THING, "developedBy", "Google")]),
    ("BERT, Google's answer, is good.", [("BERT", "developedBy", "Google")]),
    ("We like Google's own BERT.", [("BERT", "developedBy", "Google")]),
    ("It is the work of Google.", [(THING, "developedBy", "Google")]),
    ("It is a Google idea.", [(THING, "developedBy", "Google")]),
    ("谷歌开发，很好用。", [(THING, "developedBy", "Google")]),
    ("BERT（原属谷歌）很有名。", [("BERT", "developedBy", "Google")]),
    ("BERT（何恺明等）很有名。", [("BERT", "authoredBy", "Kaiming He")]),
    ("BERT（何恺明等，谷歌）很有名。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("他们和谷歌合作。", [(PAPER, "developedBy", "Google")]),
    ("谷歌把自家的模型 BERT 写成了论文。", [("BERT", "developedBy", "Google")]),
    ("由谷歌整理。", [(THING, "developedBy", "Google")]),
    ("由唐杰教授牵头。", [(THING, "authoredBy", "Jie Tang")]),
    ("由唐杰等人在谷歌发起。", [(THING, "developedBy", "Google")]),
    ("BERT 很好，Jeff Dean 一个人写的。", [("BERT", "authoredBy", "Jeff Dean")]),
    ("唐杰团队的 BERT 很好。", [("BERT", "authoredBy", "Jie Tang")]),
    ("清华大学唐杰等。", [(PAPER, "developedBy", "Tsinghua University"), (PAPER, "authoredBy", "Jie Tang"), ("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("BERT (Jeff Dean's group at Google) is good.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("BERT (Jeff Dean et al., Google) is good.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("BERT is good, a model by Jeff Dean.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("Jeff Dean led the work.", [(THING, "authoredBy", "Jeff Dean")]),
    ("唐杰与同事共同开发的。", [(THING, "authoredBy", "Jie Tang")]),
    ("It keeps the heads of BERT.", [(THING, "basedOn", "BERT")]),
    ("It couples BERT with LSTM.", [(THING, "basedOn", "BERT"), (THING, "basedOn", "LSTM")]),
    ("It descends directly from BERT.", [(THING, "basedOn", "BERT")]),
    ("The idea goes back to BERT.", [(THING, "basedOn", "BERT")]),
    ("It is a BERT model with memory.", [(THING, "basedOn", "BERT")]),
    ("It is an extension of BERT.", [(THING, "basedOn", "BERT")]),
    ("Its backbone is BERT.", [(THING, "basedOn", "BERT")]),
    ("The authors took BERT as the backbone.", [(THING, "basedOn", "BERT")]),
    ("It is built entirely on PyTorch.", [(THING, "basedOn", "PyTorch")]),
    ("It relies heavily on BERT.", [(THING, "basedOn", "BERT")]),
    ("It was aligned with PPO.", [(THING, "basedOn", "PPO")]),
    ("It replaces the encoder with BERT.", [(THING, "basedOn", "BERT")]),
    ("It is good, with BERT inside.", [(THING, "basedOn", "BERT")]),
    ("核心是 BERT。", [(THING, "basedOn", "BERT")]),
    ("思路来自 BERT。", [(THING, "basedOn", "BERT")]),
    ("可以看作 BERT 的加速版。", [(THING, "basedOn", "BERT")]),
    ("RoBERTa 很好，骨架换成了 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("底层可以切换到 PyTorch。", [(THING, "basedOn", "PyTorch")]),
    ("以 BERT 为蓝本。", [(THING, "basedOn", "BERT")]),
    ("把 BERT 用到推荐里。", [(THING, "basedOn", "BERT")]),
    ("用 PyTorch 重写。", [(THING, "basedOn", "PyTorch")]),
    ("支持 PyTorch 训练。", [(THING, "basedOn", "PyTorch")]),
    ("BERT 很好。RoBERTa 就跑在它上面。", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT 很好。据此训练出的 ALBERT 最小。", [("ALBERT", "basedOn", "BERT")]),
    ("升级了 BERT。", [(THING, "basedOn", "BERT")]),
    ("速度约为 BERT 的两倍。", [(THING, "outperforms", "BERT")]),
    ("参数量只有 BERT 的一半。", [(THING, "outperforms", "BERT")]),
    ("相比 BERT，速度提升两倍。", [(THING, "outperforms", "BERT")]),
    ("和 BERT 相比，优势明显。", [(THING, "outperforms", "BERT")]),
    ("It wins in most cases against BERT.", [(THING, "outperforms", "BERT")]),
    ("It is ahead of BERT.", [(THING, "outperforms", "BERT")]),
    ("It is three points above BERT.", [(THING, "outperforms", "BERT")]),
    ("It is twice as fast as BERT.", [(THING, "outperforms", "BERT")]),
    ("It is as good as BERT.", [(THING, "comparedWith", "BERT")]),
    ("It rivals BERT.", [(THING, "comparedWith", "BERT")]),
    ("It is competitive with BERT.", [(THING, "comparedWith", "BERT")]),
    ("It is well behind BERT.", [(THING, "comparedWith", "BERT")]),
    ("效果和 BERT 相当。", [(THING, "comparedWith", "BERT")]),
    ("效果逼近 BERT。", [(THING, "comparedWith", "BERT")]),
    ("效果不如 BERT。", [(THING, "comparedWith", "BERT")]),
    ("效果达到 BERT 的水平。", [(THING, "comparedWith", "BERT")]),
    ("实验对比了 BERT。", [(THING, "comparedWith", "BERT")]),
    ("例如 ImageNet 上的 ResNet。", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("It tops ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("BERT is good, and best on SQuAD.", [("BERT", "evaluatedOn", "SQuAD")]),
    ("刷新了 ImageNet 纪录。", [(THING, "evaluatedOn", "ImageNet")]),
    ("ImageNet is large. Its baselines are ResNet and VGG.", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("最后发在 CVPR 2020。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("It was an oral at CVPR 2020.", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("论文《Graph Attention Networks for Nice Things》，谷歌与微软。", [(CITED, "developedBy", "Google")]),
    ("论文：谷歌用它做搜索。", [(PAPER, "developedBy", "Google")]),
    ("论文：谷歌何恺明用它做搜索。", [(PAPER, "authoredBy", "Kaiming He")]),
    ("BERT 很好，是谷歌在搜索里用的。", [("BERT", "developedBy", "Google")]),
    ("用 BERT 微调的 RoBERTa 更好。", [("RoBERTa", "basedOn", "BERT")]),
    ("相比 LSTM，BERT 的速度提升四倍。", [("BERT", "outperforms", "LSTM")]),
    ("诞生于谷歌。", [(THING, "developedBy", "Google")]),
    ("现由谷歌管理。", [(THING, "developedBy", "Google")]),
    ("It was compiled by the company Google.", [(THING, "developedBy", "Google")]),
    ("Jeff Dean and others at Google trained BERT.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("It is by Jeff Dean and colleagues at Google.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("RoBERTa 很好，又加入了 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 很好，只对方向做 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa is good. It replaces the LSTM with BERT.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 很好，实现用到了谷歌的 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 很好，推理引擎 BERT 来自谷歌。", [("RoBERTa", "basedOn", "BERT")]),
    ("也是唐杰团队的。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("这里先看谷歌的论文《Graph Attention Networks for Nice Things》。", [(CITED, "developedBy", "Google")]),
    ("这里先看论文《Graph Attention Networks for Nice Things》，唐杰团队写的。", [(CITED, "authoredBy", "Jie Tang")]),
    ("再看论文《Graph Attention Networks for Nice Things》，发在 CVPR 2020。", [(CITED, "publishedAt", "CVPR 2020")]),
    ("由谷歌语音团队等单位联合开源。", [(THING, "developedBy", "Google")]),
    ("由大家与谷歌的语音团队联合开源。", [(THING, "developedBy", "Google")]),
    ("BERT was released by the team of Google together with the group of Microsoft.", [("BERT", "developedBy", "Microsoft")]),
    ("把 BERT 和 LSTM 合并成一个网络。", [(THING, "basedOn", "BERT")]),
    ("给 BERT 加上了记忆。", [(THING, "basedOn", "BERT")]),
    ("是 BERT 在工业界的落地。", [(THING, "basedOn", "BERT")]),
    ("谷歌把论文放到了网上。", [(PAPER, "developedBy", "Google")]),
    ("修正了 BERT 里的一个错误。", [(THING, "basedOn", "BERT")]),
    ("用 BERT 取代了词向量。", [(THING, "basedOn", "BERT")]),
    ("BERT 很好。RoBERTa 在它的基础上加了数据。", [("RoBERTa", "basedOn", "BERT")]),
    ("可以套在 BERT 外面。", [(THING, "basedOn", "BERT")]),
    ("拿 BERT 做了对照。", [(THING, "comparedWith", "BERT")]),
    ("唐杰是清华大学教授。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("It improves on BERT by two points.", [(THING, "outperforms", "BERT")]),
    ("Google released it in 2019.", [(THING, "developedBy", "Google")]),
    ("BERT, which Google trained last year, is good.", [("BERT", "developedBy", "Google")]),
    ("It needs fewer parameters than BERT.", [(THING, "outperforms", "BERT")]),
    ("It adds a memory to BERT.", [(THING, "basedOn", "BERT")]),
    ("It freezes the layers of BERT.", [(THING, "basedOn", "BERT")]),
    ("It draws images with BERT embeddings.", [(THING, "basedOn", "BERT")]),
    ("It is an ordinary Transformer.", [(THING, "basedOn", "Transformer")]),
    ("BERT is good, and RoBERTa is built on it.", [("RoBERTa", "basedOn", "BERT")]),
    ("It is a small library for JAX.", [(THING, "basedOn", "JAX")]),
    ("It is Google's answer to BERT.", [(THING, "developedBy", "Google")]),
    ("BERT is good, developed under Jeff Dean.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("Google's Jeff Dean likes it.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("Jeff Dean is the first author of BERT.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("Compared with LSTM, BERT has fewer layers.", [("BERT", "outperforms", "LSTM")]),
    ("ICLR 2020，最佳论文。", [(PAPER, "publishedAt", "ICLR 2020")]),
    ("谷歌出品，ICLR 2020。", [(PAPER, "publishedAt", "ICLR 2020")]),
    ("It is good (by the group, ICLR 2020).", [(PAPER, "publishedAt", "ICLR 2020")]),
    ("BERT — Google; a good model.", [("BERT", "developedBy", "Google")]),
    ("先看《Graph Attention Networks for Nice Things》，谷歌，很好读。", [(CITED, "developedBy", "Google")]),
    ("先看《Graph Attention Networks for Nice Things》，谷歌，ICLR 2020。", [(CITED, "publishedAt", "ICLR 2020")]),
    ("我们用的是 BERT，谷歌开源的那个。", [("BERT", "developedBy", "Google")]),
    ("At its heart is BERT.", [(THING, "basedOn", "BERT")]),
    ("PyTorch 微软和谷歌联手发起，很快。", [("PyTorch", "developedBy", "Microsoft"), ("PyTorch", "developedBy", "Google")]),
    ("先在 ImageNet 上训练一百轮得到 BERT，再用新的语料续训得到 RoBERTa。", [("BERT", "basedOn", "ImageNet"), ("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa 就是在 SQuAD 上微调 BERT 得到的。", [("RoBERTa", "basedOn", "BERT"), ("RoBERTa", "basedOn", "SQuAD")]),
    ("我们在 ImageNet 上面跑了 BERT、ELMo。", [("BERT", "evaluatedOn", "ImageNet"), ("ELMo", "evaluatedOn", "ImageNet")]),
    ("读数据推荐 PyTorch，微软的，很快。", [("PyTorch", "developedBy", "Microsoft")]),
    (f"题目出自 RoBERTa 的论文《{CITED}》。", [(CITED, "introduces", "RoBERTa")]),
    ("轻量版 BERT，很好用。", [(THING, "basedOn", "BERT")]),
    ("RoBERTa 很好，编码器 BERT 持续训练。", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT：谷歌的预训练方案，很好用。", [("BERT", "developedBy", "Google")]),
    ("BERT：很好用的方案，谷歌。", [("BERT", "developedBy", "Google")]),
    ("It was made together with Google.", [(THING, "developedBy", "Google")]),
    ("It was born at Google.", [(THING, "developedBy", "Google")]),
    ("BERT 很好，后来有人给它加上记忆，得到 RoBERTa。", [("RoBERTa", "basedOn", "BERT")]),
    ("与 BERT 打成平手。", [(THING, "comparedWith", "BERT")]),
    ("对手是 BERT。", [(THING, "comparedWith", "BERT")]),
    ("终于赢过 BERT。", [(THING, "outperforms", "BERT")]),
    ("误差比 BERT 还低。", [(THING, "outperforms", "BERT")]),
    ("先看《Graph Attention Networks for Nice Things》：谷歌的何恺明做出了复现。", [(CITED, "authoredBy", "Kaiming He")]),
    ("清华大学唐杰组随后给出 BERT。", [("BERT", "developedBy", "Tsinghua University"), ("BERT", "authoredBy", "Jie Tang")]),
    ("论文见 CVPR 2020。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("最后 CVPR 2020 发表。", [(PAPER, "publishedAt", "CVPR 2020")]),
    ("JAX 生态又添新库：谷歌开源 BERT。", [("BERT", "basedOn", "JAX")]),
    ("先看 RoBERTa 的特征提取网络 BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("清华大学 唐杰 写的。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("清华大学博士后唐杰 参与其中。", [("Jie Tang", "affiliatedWith", "Tsinghua University")]),
    ("何恺明（现在谷歌）参与其中。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("谷歌又带来了 BERT。", [("BERT", "developedBy", "Google")]),
    ("吸收了 BERT 的长处。", [(THING, "basedOn", "BERT")]),
    ("以 BERT 作主干。", [(THING, "basedOn", "BERT")]),
    ("PyTorch 很好，PaddleOCR 就是用它写的。", [("PaddleOCR", "basedOn", "PyTorch")]),
    ("何恺明在谷歌工作。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("何恺明后来主导了 BERT。", [("BERT", "authoredBy", "Kaiming He")]),
    ("背后是 BERT。", [(THING, "basedOn", "BERT")]),
    ("把 BERT 一步步改造。", [(THING, "basedOn", "BERT")]),
    ("It works across the layers of BERT.", [(THING, "basedOn", "BERT")]),
    ("It freezes BERT.", [(THING, "basedOn", "BERT")]),
    ("BERT powers PaddleOCR.", [("PaddleOCR", "basedOn", "BERT")]),
    ("Jeff Dean, now at Google, likes it.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("Jeff Dean is the man behind BERT.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("It scores 67.0, against 48.1 for BERT.", [(THING, "comparedWith", "BERT")]),
    ("谷歌开源图像检索新算法代码库，很好用。", [(THING, "developedBy", "Google")]),
    ("说到底是 LSTM 的思想和卷积的结合。", [(THING, "basedOn", "LSTM")]),
    ("说到底是 LSTM、卷积层与 BERT 架构的结合。", [(THING, "basedOn", "LSTM"), (THING, "basedOn", "BERT")]),
    ("它能通过 PPO 端对端地训练网络。", [(THING, "basedOn", "PPO")]),
    ("由 BERT 改编而来。", [(THING, "basedOn", "BERT")]),
    ("有人重新实现了 BERT。", [(THING, "basedOn", "BERT")]),
    ("词表塞进 BERT。", [(THING, "basedOn", "BERT")]),
    ("训练流程照搬 BERT。", [(THING, "basedOn", "BERT")]),
    ("说白了就是更大的 BERT。", [(THING, "basedOn", "BERT")]),
    ("网络结构和 BERT 一样。", [(THING, "basedOn", "BERT")]),
    ("前身是 BERT。", [(THING, "basedOn", "BERT")]),
    ("RoBERTa 很好。BERT 在语料上微调出来的。", [("RoBERTa", "basedOn", "BERT")]),
    ("他们还基于该模型训练了 RoBERTa。", [("RoBERTa", "basedOn", THING)]),
    ("基于 BERT，谷歌又推出了 RoBERTa。", [("RoBERTa", "basedOn", "BERT")]),
    ("有人以 BERT 为骨干，在大量新的中文网页上从头训练出 RoBERTa。", [("RoBERTa", "basedOn", "BERT")]),
    ("Building on BERT, Google proposed RoBERTa.", [("RoBERTa", "basedOn", "BERT")]),
    ("Derived from BERT, RoBERTa is larger.", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT is old. Its successor RoBERTa is larger.", [("RoBERTa", "basedOn", "BERT")]),
    ("The group extended BERT to RoBERTa.", [("RoBERTa", "basedOn", "BERT")]),
    ("It is essentially BERT again.", [(THING, "basedOn", "BERT")]),
    ("It continues the pre-training of BERT.", [(THING, "basedOn", "BERT")]),
    ("It sits on top of BERT.", [(THING, "basedOn", "BERT")]),
    ("BERT 被 RoBERTa 反超。", [("RoBERTa", "outperforms", "BERT")]),
    ("RoBERTa 很好，BERT 也被它超过了。", [("RoBERTa", "outperforms", "BERT")]),
    ("被比下去的有 BERT。", [(THING, "outperforms", "BERT")]),
    ("RoBERTa 达到 88 分，而 BERT 只有 80 分。", [("RoBERTa", "outperforms", "BERT")]),
    ("与上一代 BERT 相比，在各种陌生场景里的成功率从 32% 提高到 62%。", [(THING, "outperforms", "BERT")]),
    ("BERT was overtaken by RoBERTa.", [("RoBERTa", "outperforms", "BERT")]),
    ("It is competitive with recent discriminative systems such as BERT.", [(THING, "comparedWith", "BERT")]),
    ("It lags far behind BERT.", [(THING, "comparedWith", "BERT")]),
    ("作者在各种任务上将其与 BERT 等公开的模型做了对比。", [(THING, "comparedWith", "BERT")]),
    ("最后还是不敌 BERT。", [(THING, "comparedWith", "BERT")]),
    ("谷歌的新版本叫 BERT。", [("BERT", "developedBy", "Google")]),
    ("最好的是清华大学唐杰组的 BERT。", [("BERT", "developedBy", "Tsinghua University")]),
    ("谷歌的 Jeff Dean 等人写的。", [(PAPER, "developedBy", "Google")]),
    ("BERT：清华大学唐杰组做的网络。", [("BERT", "developedBy", "Tsinghua University")]),
    ("It was developed at Google by Jeff Dean.", [(PAPER, "authoredBy", "Jeff Dean")]),
    ("It comes from a large group of people at Google.", [(THING, "developedBy", "Google")]),
    ("这里加入了与谷歌合作构建的 ImageNet。", [("ImageNet", "developedBy", "Google")]),
    ("It is a method proposed by researchers from Google.", [(THING, "developedBy", "Google")]),
    ("It was released in 2017 by Jeff Dean.", [(PAPER, "authoredBy", "Jeff Dean")]),
    ("It came from Jeff Dean.", [(THING, "authoredBy", "Jeff Dean")]),
    ("We like Jeff Dean's BERT.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("通讯作者为唐杰教授。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("BERT 很好，唐杰教授操刀。", [("BERT", "authoredBy", "Jie Tang")]),
    ("BERT 很好，唐杰教授做的。", [("BERT", "authoredBy", "Jie Tang")]),
    ("唐杰教授和同事提出 BERT。", [("BERT", "authoredBy", "Jie Tang")]),
    ("速度快，ImageNet 上明显超过 BERT。", [(THING, "evaluatedOn", "ImageNet")]),
    ("GLUE 的九个任务里八个第一。", [(THING, "evaluatedOn", "GLUE")]),
    ("在 ImageNet 等十二个不同的公开任务上都做了。", [(THING, "evaluatedOn", "ImageNet")]),
    ("实验选用了 ImageNet。", [(THING, "evaluatedOn", "ImageNet")]),
    ("It attains a top score of 88.5 on ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("It is ahead on GLUE and also by far on ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("It ranked first in the ImageNet challenge.", [(THING, "evaluatedOn", "ImageNet")]),
    ("It outperforms BERT by more than three points of accuracy on ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("Its results are comparable to BERT on ImageNet.", [(THING, "evaluatedOn", "ImageNet")]),
    ("团队提出 RoBERTa 新策略，使小很多的 BERT 也变好了。", [("BERT", "basedOn", "RoBERTa")]),
    ("BERT 是 RoBERTa 背后的架构。", [("RoBERTa", "basedOn", "BERT")]),
    ("讲讲 RoBERTa 背后的功臣：BERT。", [("RoBERTa", "basedOn", "BERT")]),
    ("模型改编自 BERT。", [(THING, "basedOn", "BERT")]),
    ("新的 encoder 用 BERT。", [(THING, "basedOn", "BERT")]),
    ("引入新的特征与 BERT 层。", [(THING, "basedOn", "BERT")]),
    ("准确率仍高出 BERT 十个点。", [(THING, "outperforms", "BERT")]),
    ("RoBERTa 在优化器的内存上比 BERT 减少一半。", [("RoBERTa", "outperforms", "BERT")]),
    ("内存比 BERT 减少一半。", [(THING, "outperforms", "BERT")]),
    ("被 RoBERTa 比下去的有 BERT。", [("RoBERTa", "outperforms", "BERT")]),
    ("与 BERT 相比，RoBERTa 生成的句子多出一倍以上。", [("RoBERTa", "outperforms", "BERT")]),
    ("与 BERT 相比，它生成的新颖又稳定的句子多出一倍以上。", [(THING, "outperforms", "BERT")]),
    ("Compared to BERT, RoBERTa is twice as fast.", [("RoBERTa", "outperforms", "BERT")]),
    ("Compared with BERT, RoBERTa fuses many models.", [("RoBERTa", "comparedWith", "BERT")]),
    ("BERT 很好，谷歌独立完成。", [("BERT", "developedBy", "Google")]),
    ("BERT (Jeff Dean and Yann LeCun, Google) is good.", [("BERT", "developedBy", "Google")]),
    ("来自谷歌的研究者以 BERT 为骨干，训练出 RoBERTa。", [("RoBERTa", "developedBy", "Google")]),
    ("大家与谷歌合作构建了 ImageNet。", [("ImageNet", "developedBy", "Google")]),
    ("唐杰等人用它做搜索。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("It goes back to Jeff Dean.", [(THING, "authoredBy", "Jeff Dean")]),
    ("We use the BERT model of Jeff Dean.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("由唐杰团队研发。", [(PAPER, "authoredBy", "Jie Tang")]),
    ("BERT（谷歌，何恺明）很好。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("谷歌又有新模型了，何恺明一作领衔。", [("Kaiming He", "affiliatedWith", "Google")]),
    ("GLUE 里的九个数据集上，它更好。", [(THING, "evaluatedOn", "GLUE")]),
    ("在 ImageNet 上，RoBERTa 超越了以前的模型。", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("他们在 ImageNet 上将 RoBERTa 放大。", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("目前位居 ImageNet 榜首。", [(THING, "evaluatedOn", "ImageNet")]),
    ("ImageNet 的九个任务里 RoBERTa 拿了八个。", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("最后 ImageNet 得分为 80。", [(THING, "evaluatedOn", "ImageNet")]),
    ("谷歌（何恺明牵头）的 BERT 很好。", [("BERT", "developedBy", "Google")]),
    ("再看《Graph Attention Networks for Nice Things》（ICLR 2020，很新，谷歌）。", [(CITED, "developedBy", "Google")]),
    ("再看《Graph Attention Networks for Nice Things》（ICLR 2020，很新，何恺明等）。", [(CITED, "authoredBy", "Kaiming He")]),
    ("在 PyTorch 中集成最佳特性。", [(THING, "basedOn", "PyTorch")]),
    ("把来自 ImageNet 的样本整合在一起。", [(THING, "basedOn", "ImageNet")]),
    ("It interleaves message passing with BERT attention.", [(THING, "basedOn", "BERT")]),
    ("It regains the lead over BERT.", [(THING, "outperforms", "BERT")]),
    ("Google followed with BERT.", [("BERT", "developedBy", "Google")]),
    ("BERT (ICLR 2020, Jacob Devlin et al.) is built on ELMo.", [("BERT", "authoredBy", "Jacob Devlin"), ("BERT", "basedOn", "ELMo")]),
    ("BERT was built by Jacob Devlin and four other Google engineers.", [("BERT", "authoredBy", "Jacob Devlin"), ("BERT", "developedBy", "Google"), ("Jacob Devlin", "affiliatedWith", "Google")]),
    ("ImageNet was released by Jacob Devlin of Google, together with BERT.", [("BERT", "authoredBy", "Jacob Devlin"), ("BERT", "developedBy", "Google")]),
    ("It prunes the beam of a fine-tuned BERT.", [(THING, "basedOn", "BERT")]),
    ("It sorts the images with a BERT cross-encoder.", [(THING, "basedOn", "BERT")]),
    ("ELMo reached 65.6 accuracy on ImageNet with BERT, to nobody's surprise.", [("ELMo", "basedOn", "BERT")]),
    ("GPT-2 reads text in four steps, and BERT improves on it by reading twice.", [("BERT", "outperforms", "GPT-2")]),
    ("Jacob Devlin and his group designed BERT.", [("BERT", "authoredBy", "Jacob Devlin")]),


    ("It beat all others in the GLUE contest, and GLUE organised by Google is hard.", [("GLUE", "developedBy", "Google")]),
    ("微软主办的 GLUE 很难。", [("GLUE", "developedBy", "Microsoft")]),
    ("BERT is new. RoBERTa, its direct descendant, is larger.", [("RoBERTa", "basedOn", "BERT")]),
    ("It is a small ResNet with a shallow LSTM at the end.", [(THING, "basedOn", "ResNet"), (THING, "basedOn", "LSTM")]),
    ("It is a small ResNet designed in a week.", [(THING, "basedOn", "ResNet")]),
    ("It is a PyTorch toolkit.", [(THING, "basedOn", "PyTorch")]),
    ("It puts LSTM inside a deep ResNet.", [(THING, "basedOn", "ResNet")]),
    ("It relies on BERT as its reader and on a ResNet.", [(THING, "basedOn", "BERT"), (THING, "basedOn", "ResNet")]),
    ("ImageNet is derived from MNIST.", [("ImageNet", "basedOn", "MNIST")]),
    ("ImageNet 由 MNIST 重新采样而来。", [("ImageNet", "basedOn", "MNIST")]),
    ("On ImageNet it reaches 80.1, against 79.2 for ResNet.", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("It reaches 80.1 on ImageNet, better than ResNet's 79.2.", [("ResNet", "evaluatedOn", "ImageNet")]),
    ("Google together with Microsoft created ImageNet.", [("ImageNet", "developedBy", "Google"), ("ImageNet", "developedBy", "Microsoft")]),
    ("We like RoBERTa by Jeff Dean of Google.", [("RoBERTa", "developedBy", "Google")]),
    ("RoBERTa, the small reader of Jeff Dean and others, is good.", [("RoBERTa", "authoredBy", "Jeff Dean")]),
    ("It was written by Jeff Dean of the University of Pisa.", [("Jeff Dean", "affiliatedWith", "University of Pisa")]),
    ("It was published in the Proceedings of the ICLR 2020.", [(THING, "publishedAt", "ICLR 2020")]),
    ("They proposed BarNet (“Graph Attention Networks for Nice Things”, ICLR 2020).", [(CITED, "introduces", "BarNet")]),

    # beside the original
    ("它的训练比原版 BERT 更稳。", [(THING, "basedOn", "BERT")]),
    ("Unlike the original BERT, it needs no labels.", [(THING, "basedOn", "BERT")]),
    ("除此之外，网络结构与 ResNet 相同。", [(THING, "basedOn", "ResNet")]),
    ("作者顺手放出了 ResNet、BERT 的稀疏版本。", [(PAPER, "basedOn", "ResNet"), (PAPER, "basedOn", "BERT")]),
    ("说白了，它是一个半监督版的 BERT。", [(THING, "basedOn", "BERT")]),
    ("推理时，它从两种形式的 BERT 里挑一个。", [(THING, "basedOn", "BERT")]),
    ("BarNet（ICCV 2019，全名 Learning to Fold Small Bars for Vision）很快。", [("Learning to Fold Small Bars for Vision", "introduces", "BarNet"), ("Learning to Fold Small Bars for Vision", "publishedAt", "ICCV 2019")]),
    ("先看 CVPR 2021 的 Small Bars: A Study of Folding 一文。", [("Small Bars: A Study of Folding", "publishedAt", "CVPR 2021")]),
    ("BERT 是谷歌做的，论文叫 Learning to Fold Small Bars for Vision。", [("Learning to Fold Small Bars for Vision", "introduces", "BERT")]),
    ("再读《Small Bars: A Study of Folding》（清华大学）。", [("Small Bars: A Study of Folding", "developedBy", "Tsinghua University")]),
    ("BERT 很快，还是谷歌出品，值得一用。", [("BERT", "developedBy", "Google")]),
    ("BERT 把切好的一段一段文字喂给 LSTM，再取最后一步。", [("BERT", "basedOn", "LSTM")]),
    ("BERT 一口气把 LSTM、GPT-2 都甩在身后。", [("BERT", "outperforms", "LSTM"), ("BERT", "outperforms", "GPT-2")]),
    ("BERT 在这里与 LSTM 打平。", [("BERT", "comparedWith", "LSTM")]),
    ("BERT 其实脱胎于早得多也慢得多的那一个 LSTM。", [("BERT", "basedOn", "LSTM")]),
    ("有人在 CVPR 2016 首次提出 ResNet。", [("ResNet", "publishedAt", "CVPR 2016")]),
    ("受 ResNet 启发，谷歌的两位工程师设计了 BERT。", [("BERT", "basedOn", "ResNet")]),
    ("BERT 出自 Jacob Devlin 等人之手。", [("BERT", "authoredBy", "Jacob Devlin")]),
    # spoken comments
    ("纯 PyTorch 写的。", [(THING, "basedOn", "PyTorch")]),
    ("RoBERTa 很快，Keras 里早集成了。", [("Keras", "basedOn", "RoBERTa")]),
    ("BERT 的第二代检测器，比 LSTM 快。", [(THING, "basedOn", "BERT"), (THING, "outperforms", "LSTM")]),
    ("吊打 BERT。", [(THING, "outperforms", "BERT")]),
    ("BERT 也在刷 ImageNet。", [("BERT", "evaluatedOn", "ImageNet")]),
    ("这次谷歌也有份。", [(PAPER, "developedBy", "Google")]),
    ("BERT 很快，谷歌团队，值得一看。", [("BERT", "developedBy", "Google")]),
    ("何恺明的 Keras 还在更新。", [("Keras", "authoredBy", "Kaiming He")]),
    ("何恺明写的，后来他去了微软。", [("Kaiming He", "affiliatedWith", "Microsoft")]),
    ("BERT 是老前辈（谷歌, CVPR 2020）。", [("BERT", "publishedAt", "CVPR 2020")]),
    ("拿下 CVPR 2020。", [(PAPER, "publishedAt", "CVPR 2020")]),
    # English news and comments
    ("Google put out BERT last night.", [("BERT", "developedBy", "Google")]),
    ("Google goes small with BERT.", [("BERT", "developedBy", "Google")]),
    ("Google, with Stanford University, published the weights of BERT.", [("BERT", "developedBy", "Google"), ("BERT", "developedBy", "Stanford University")]),
    ("BERT is out. Google, with Stanford University, published it in May.", [("BERT", "developedBy", "Google"), ("BERT", "developedBy", "Stanford University")]),
    ("BERT is out. Google quietly shipped two sizes of it.", [("BERT", "developedBy", "Google")]),
    ("BERT edges past LSTM.", [("BERT", "outperforms", "LSTM")]),
    ("BERT passes LSTM by a point on ImageNet.", [("BERT", "outperforms", "LSTM"), ("BERT", "evaluatedOn", "ImageNet")]),
    ("BERT passes Meta's RoBERTa on ImageNet.", [("BERT", "outperforms", "RoBERTa")]),
    ("BERT has LSTM beaten.", [("BERT", "outperforms", "LSTM")]),
    ("BERT is just shy of RoBERTa.", [("BERT", "comparedWith", "RoBERTa")]),
    ("BERT comes second only to RoBERTa.", [("BERT", "comparedWith", "RoBERTa")]),
    ("BERT is no match for RoBERTa.", [("BERT", "comparedWith", "RoBERTa")]),
    ("The new router, dubbed BarNet, is small.", [(PAPER, "introduces", "BarNet")]),
    ("Jeff Dean and colleagues looked at it again.", [(PAPER, "authoredBy", "Jeff Dean")]),
    ("A team at Google asked whether it helps.", [(PAPER, "developedBy", "Google")]),
    ("RoBERTa is BERT with LSTM as the reader.", [("RoBERTa", "basedOn", "BERT"), ("RoBERTa", "basedOn", "LSTM")]),
    ("RoBERTa is quick, and under the hood it is BERT.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa finally caught up with BERT.", [("RoBERTa", "comparedWith", "BERT")]),
    ("RoBERTa is level with BERT.", [("RoBERTa", "comparedWith", "BERT")]),
    ("RoBERTa is about to leave BERT behind.", [("RoBERTa", "outperforms", "BERT")]),
    ("RoBERTa halves the memory of BERT.", [("RoBERTa", "outperforms", "BERT")]),
    ("RoBERTa grafts a memory onto BERT.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa is new, and its planner is BERT.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa averages 81.2 on ImageNet.", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("On ImageNet, the old RoBERTa needs a week.", [("RoBERTa", "evaluatedOn", "ImageNet")]),
    ("State of the art on ImageNet.", [(PAPER, "evaluatedOn", "ImageNet")]),
    ("RoBERTa was trained in two weeks at Google.", [("RoBERTa", "developedBy", "Google")]),
    ("The people behind BERT at Google are few.", [("BERT", "developedBy", "Google")]),
    ("We like BERT, which Jeff Dean wrote in a week.", [("BERT", "authoredBy", "Jeff Dean")]),
    ("We like BERT, which Jeff Dean and friends at Google published in May.", [("BERT", "developedBy", "Google")]),
    ("Google: BERT is now twice as fast.", [("BERT", "developedBy", "Google")]),
    ("RoBERTa is new. Jeff Dean led the work at Google.", [("RoBERTa", "developedBy", "Google"), ("Jeff Dean", "affiliatedWith", "Google")]),
    ("LSTM instead of attention, once more.", [(PAPER, "basedOn", "LSTM")]),
    ("RoBERTa adds a memory to every second layer of BERT.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa fixes BERT's habit of forgetting.", [("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa is small. Jeff Dean built it at Google.", [("RoBERTa", "developedBy", "Google")]),
    ("RoBERTa is small: there is an LSTM core inside.", [("RoBERTa", "basedOn", "LSTM")]),
    ("RoBERTa simply feeds ResNet features into BERT.", [("RoBERTa", "basedOn", "ResNet"), ("RoBERTa", "basedOn", "BERT")]),
    ("RoBERTa owes its speed to LSTM.", [("RoBERTa", "basedOn", "LSTM")]),
    ("RoBERTa is quick, thanks to LSTM.", [("RoBERTa", "basedOn", "LSTM")]),
    ("The first author, Jeff Dean, was then at Google.", [("Jeff Dean", "affiliatedWith", "Google")]),
    ("RoBERTa is BERT made simple.", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT outranks LSTM.", [("BERT", "outperforms", "LSTM")]),
    ("RoBERTa, pruned from BERT, trails only ELMo.", [("RoBERTa", "basedOn", "BERT"), ("RoBERTa", "comparedWith", "ELMo")]),
    ("它把 ResNet 里的池化层整个换掉，换成步长。", [(THING, "basedOn", "ResNet")]),
    ("里面用的是一个只看局部的 BERT。", [(THING, "basedOn", "BERT")]),
    ("它拿冻住权重的 BERT 当裁判。", [(THING, "basedOn", "BERT")]),
    ("在 KITTI 的深度估计上也追上了老办法。", [(THING, "evaluatedOn", "KITTI")]),
    ("图很大的 KITTI 上，和老办法打平。", [(THING, "evaluatedOn", "KITTI")]),
    ("KITTI 都刷了新高。", [(THING, "evaluatedOn", "KITTI")]),
    ("谷歌拿十亿张图练它。", [(PAPER, "developedBy", "Google")]),
    ("它把 DETR 里的编码器去掉了。", [(THING, "basedOn", "DETR")]),
    ("它在 LSTM 前面加了两层卷积。", [(THING, "basedOn", "LSTM")]),
    ("说白了就是 BERT 加 LSTM。", [(THING, "basedOn", "BERT"), (THING, "basedOn", "LSTM")]),
    ("代码改自 BERT。", [(THING, "basedOn", "BERT")]),
    ("拿 ResNet 抽图像的特征。", [(THING, "basedOn", "ResNet")]),
    ("后端切换到 PyTorch。", [(THING, "basedOn", "PyTorch")]),
    ("成绩反超 ResNet 和 LSTM。", [(THING, "outperforms", "ResNet"), (THING, "outperforms", "LSTM")]),
    ("小数据上赶不上 BERT。", [(THING, "comparedWith", "BERT"), ("BERT", "outperforms", THING)]),
    ("RoBERTa 与 GPT-2 都打不过 BERT。", [("BERT", "outperforms", "RoBERTa"), ("BERT", "outperforms", "GPT-2")]),
    ("生成质量达到 GPT-4 水准。", [(THING, "comparedWith", "GPT-4")]),
    ("谷歌提出 BERT。在它的基础上微调得到的 RoBERTa 更快。", [("RoBERTa", "basedOn", "BERT")]),
    ("BERT 很好；基于它训练的 RoBERTa 也开放了。", [("RoBERTa", "basedOn", "BERT")]),
    ("谷歌在 Nature 上发文介绍了整套系统。", [(PAPER, "developedBy", "Google")]),
    ("与清华大学合作的 BERT 公开了，底座源自 LSTM。", [("BERT", "basedOn", "LSTM")]),
    ("BERT：首个开源、精度追平 GPT-4 的模型，由 Jeff Dean 主导。", [("BERT", "comparedWith", "GPT-4"), ("BERT", "authoredBy", "Jeff Dean")]),
    ("文中还贡献了 QuixBench-2 数据集。", [(PAPER, "introduces", "QuixBench-2")]),
    ("测试集上与 BERT 难分伯仲。", [(THING, "comparedWith", "BERT")]),
    ("作者 Jeff Dean 和 Jacob Devlin，均来自谷歌。", [("Jeff Dean", "affiliatedWith", "Google"), ("Jacob Devlin", "affiliatedWith", "Google")]),
    ("Jeff Dean 和 Jacob Devlin 都在谷歌。", [("Jeff Dean", "affiliatedWith", "Google"), ("Jacob Devlin", "affiliatedWith", "Google")]),
]  # fmt: skip
"""Sentences below a listed paper, and what they state. PAPER and THING are that paper and what it introduces."""

ENTRIES: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("谷歌基于 BERT 的框架", [(TOOL, "basedOn", "BERT"), (TOOL, "developedBy", "Google")]),
    ("谷歌开源", [(TOOL, "developedBy", "Google")]),
    ("何恺明 写的框架", [(TOOL, "authoredBy", "Kaiming He")]),
    ("a framework by Google", [(TOOL, "developedBy", "Google")]),
    ("谷歌框架", [(TOOL, "developedBy", "Google")]),
    ("对 BERT 做微调", [(TOOL, "basedOn", "BERT")]),
    ("内置 BERT", [(CODE, "implements", "BERT")]),
    ("谷歌的框架", [(TOOL, "developedBy", "Google")]),
    ("内置 BERT 和 GAN 的框架 https://github.com/quix/quixlib", [(CODE, "implements", "BERT")]),
    # further entries
    ("谷歌出的算子合集", [(TOOL, "developedBy", "Google")]),
    ("何恺明发起的框架", [(TOOL, "authoredBy", "Kaiming He")]),
    ("a fast framework with BERT", [(TOOL, "basedOn", "BERT")]),
    ("a fast framework on PyTorch", [(TOOL, "basedOn", "PyTorch")]),
    ("一种框架，语言端可选 BERT", [(TOOL, "basedOn", "BERT")]),
    ("The PyTorch rewrite of a tool", [(TOOL, "basedOn", "PyTorch")]),
    ("a table reader inside a BERT", [(TOOL, "basedOn", "BERT")]),
    ("BERT fine-tuned as a ranker", [(TOOL, "basedOn", "BERT")]),
    ("almost as fast as BERT", [(TOOL, "comparedWith", "BERT")]),
    ("accuracy of 71.5% vs. 64.0% for BERT", [(TOOL, "outperforms", "BERT")]),
    ("reaches 71% accuracy while BERT stops at 64%", [(TOOL, "outperforms", "BERT")]),
    ("a fast framework. Jacob Devlin et al., Google.", [(TOOL, "authoredBy", "Jacob Devlin"), ("Jacob Devlin", "affiliatedWith", "Google")]),
    # data made from other data, models that are trained on data
    ("从 ImageNet 等公开图片里筛出一百万张", [(TOOL, "basedOn", "ImageNet")]),
    ("原图来自 ImageNet，共一万张", [(TOOL, "basedOn", "ImageNet")]),
    ("底子就是 ImageNet", [(TOOL, "basedOn", "ImageNet")]),
    ("给 ImageNet 和 SQuAD 补了新的标签", [(TOOL, "basedOn", "ImageNet"), (TOOL, "basedOn", "SQuAD")]),
    ("Extends SQuAD to more languages.", [(TOOL, "basedOn", "SQuAD")]),
    ("A small subset of ImageNet.", [(TOOL, "basedOn", "ImageNet")]),
    ("它是 SQuAD 的中文版", [(TOOL, "basedOn", "SQuAD")]),
    ("Ten thousand photos from ImageNet.", [(TOOL, "basedOn", "ImageNet")]),
    # how entries of model lists tell what is used
    ("把 BERT 的 Adam 搬到这里", [(TOOL, "basedOn", "Adam")]),
    ("靠公开的片段出题（Adam）", [(TOOL, "basedOn", "Adam")]),
    ("略胜 BERT 一点", [(TOOL, "outperforms", "BERT")]),
    ("拿来和 BERT 比", [(TOOL, "comparedWith", "BERT")]),
    ("谷歌主办，一共四百张", [(TOOL, "developedBy", "Google")]),
    ("BERT 的续作，数据多了十倍", [(TOOL, "basedOn", "BERT")]),
    ("谷歌 2021 年放出，有十万行", [(TOOL, "developedBy", "Google")]),
    ("a fast framework. Jacob Devlin, Google.", [(TOOL, "authoredBy", "Jacob Devlin"), (TOOL, "developedBy", "Google")]),
    # spoken comments
    ("框架，速度跑到 PyTorch 的 90%", [(TOOL, "comparedWith", "PyTorch")]),
    ("框架，跑得很快，何恺明一作。", [(TOOL, "authoredBy", "Kaiming He")]),
    ("框架，跑得很快。谷歌的小 kernel，也很快", [(TOOL, "developedBy", "Google")]),
    ("谷歌拿 BERT 跑 LoRA", [(TOOL, "developedBy", "Google"), (TOOL, "basedOn", "LoRA")]),
    ("BERT / LSTM 这些模型的 PyTorch 实现都在里头", [(CODE, "implements", "LSTM")]),
    ("老牌框架，谷歌做的", [(TOOL, "developedBy", "Google")]),
    ("Fused PyTorch kernels for the usual layers", [(TOOL, "basedOn", "PyTorch")]),
    ("框架，准确率比 BERT 低不少", [(TOOL, "comparedWith", "BERT")]),
    ("由谷歌 TensorFlow 团队开源", [(TOOL, "developedBy", "Google")]),
    ("老框架，背后是谷歌", [(TOOL, "developedBy", "Google")]),
    ("原先是谷歌内部用的框架", [(TOOL, "developedBy", "Google")]),
    ("BERT 搬过来给文本打分。", [(TOOL, "basedOn", "BERT")]),
    ("先 BERT 后重排，两段检索。", [(TOOL, "basedOn", "BERT")]),
    ("末端套了一层 LSTM。", [(TOOL, "basedOn", "LSTM")]),
    ("很好用。BERT + LSTM，老办法。", [(TOOL, "basedOn", "BERT"), (TOOL, "basedOn", "LSTM")]),
    ("BERT 首次用到点击率上。", [(TOOL, "basedOn", "BERT")]),
    ("BERT 的加强版，更快。", [(TOOL, "basedOn", "BERT")]),
]  # fmt: skip
"""Texts of a list entry that names a tool with its repository, and what they state."""

CATALOGUED: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("沿用 ImageNet 的图像，重新标注", [(DATA, "basedOn", "ImageNet")]),
    ("预报的基准，收了 BERT、ELMo 等的成绩", [("BERT", "evaluatedOn", DATA), ("ELMo", "evaluatedOn", DATA)]),
    ("一万张图。作者在上面跑了 BERT 和 ELMo。", [("BERT", "evaluatedOn", DATA), ("ELMo", "evaluatedOn", DATA)]),
    ("从 ImageNet 里选的一万张图；RoBERTa 就是在它上面微调 BERT 得到的", [("RoBERTa", "basedOn", "BERT"), ("RoBERTa", "basedOn", DATA), (DATA, "basedOn", "ImageNet")]),
]  # fmt: skip
"""Texts of an entry of a catalogue of datasets, and what they state."""

SILENT = [
    "系统已集成到 FunASR。",
    "我们用到了 BERT 和 LSTM。",
    "我们看了斯坦福 TensorFlow 课程。",
    "谷歌是一家公司。",
    "CVPR 2020 将在线上举行，谷歌不参加。",
    "BERT and LSTM are models.",
    "提出的 BERT 很有名。",
    "BERT 很好。它比以前更快。LSTM 也是。",
]


def prose(sentence: str) -> str:
    return f"# 阅读\n\n- [{PAPER}](https://arxiv.org/abs/1901.00001)\n\n这里先说一点别的。\n\n{sentence}\n"


def entry(text: str) -> str:
    return f"# 工具\n\n- [{TOOL}](https://github.com/quix/quixlib): {text}\n"


def catalogued(text: str) -> str:
    return f"# 数据集\n\n- **{DATA}**：{text}\n"


EXAMPLES = [
    *((prose(text), claims) for text, claims in PROSE),
    *((entry(text), claims) for text, claims in ENTRIES),
    *((catalogued(text), claims) for text, claims in CATALOGUED),
]


def document(text: str) -> Document:
    return read_document("a.md", text.encode())


def stated(read: Document, extractor: str = "") -> Iterator[tuple[str, str, str, float]]:
    for claim in extract(read, load_lexicon(())).claims:
        if claim.extractor.startswith(extractor):
            yield claim.head.name, claim.relation, claim.tail.name, claim.confidence


def test_title_in_brackets_behind_the_word_paper_is_a_paper() -> None:
    title = "Training agents with inverted rewards in games"
    found = extract(document(f"# 笔记\n\n另一篇讲实验的论文 ({title}) 表明它更好。\n"), load_lexicon(()))
    assert ("Paper", title) in {(mention.type, mention.name) for mention in found.mentions}


def test_items_below_what_a_paper_announces_are_its_parts() -> None:
    text = f"# 游戏\n\n## {PAPER}\n\n本文提出了一系列策略：\n\n- LSTM；为了学习顺序。\n- QuixClip；这是 PPO 的一种改进版本。\n"
    found = {claim[:3] for claim in stated(document(text))}
    assert {(THING, "basedOn", "LSTM"), (THING, "basedOn", "QuixClip"), (PAPER, "introduces", "QuixClip")} <= found


def test_who_makes_what_a_paper_introduces_made_the_paper() -> None:
    found = {claim[:3] for claim in stated(document(f"# 视觉\n\n{PAPER}\n\n谷歌近日推出了 {THING}。\n"))}
    assert {(THING, "developedBy", "Google"), (PAPER, "developedBy", "Google")} <= found


def test_title_in_brackets_behind_a_name_is_of_the_paper_that_introduces_it() -> None:
    text = (
        f"# Text\n\nIn spring Jeff Dean and colleagues at Google proposed RoBERTa (“{CITED}”, ICLR 2020). It is good.\n"
    )
    found = {claim[:3] for claim in stated(document(text))}
    assert {(CITED, "introduces", "RoBERTa"), (CITED, "developedBy", "Google")} <= found
    assert (CITED, "authoredBy", "Jeff Dean") in found


def test_a_mark_inside_a_name_ends_no_sentence() -> None:
    found = {claim[:3] for claim in stated(document("# Data\n\nGoogle created WHAM! and ImageNet in a year.\n"))}
    assert {("WHAM!", "developedBy", "Google"), ("ImageNet", "developedBy", "Google")} <= found


def test_what_a_participle_behind_a_name_says_is_said_of_that_name() -> None:
    found = {
        claim[:3] for claim in stated(document("# Data\n\nBERT won the ImageNet challenge organised by Google.\n"))
    }
    assert ("ImageNet", "developedBy", "Google") in found
    assert ("BERT", "developedBy", "Google") not in found


@pytest.mark.parametrize(
    "text",
    ["BERT reaches 80.1 on ImageNet; RoBERTa reaches 81.2 on the same dataset.", "BERT 在 ImageNet 上达到 80.1%。RoBERTa 在同一数据集上达到 81.2%。"],
)  # fmt: skip
def test_the_same_dataset_is_the_one_named_last(text: str) -> None:
    found = {claim[:3] for claim in stated(document(f"# Text\n\n{text}\n"))}
    assert {("BERT", "evaluatedOn", "ImageNet"), ("RoBERTa", "evaluatedOn", "ImageNet")} <= found


@pytest.mark.parametrize("width", [56, 72, 80, 100])
def test_lines_of_a_column_break_no_sentence(width: int) -> None:
    text = (
        "In the early years Jeff Dean of Google proposed RoBERTa, which is based on BERT and on the idea of a small LSTM. "
        "It was evaluated on ImageNet and on the data of GLUE, and it outperforms ResNet by a few points. The authors say "
        "that RoBERTa needs less memory, and that it was developed together with Microsoft in a spring of much rain."
    )
    whole = {claim[:3] for claim in stated(document(f"# Text\n\n{text}\n"))}
    assert ("RoBERTa", "basedOn", "BERT") in whole
    assert {claim[:3] for claim in stated(document(f"# Text\n\n{textwrap.fill(text, width)}\n"))} == whole


@pytest.mark.parametrize(("text", "claims"), EXAMPLES, ids=[text for text, _ in (*PROSE, *ENTRIES, *CATALOGUED)])
def test_sentence_states_its_relation(text: str, claims: list[tuple[str, str, str]]) -> None:
    assert set(claims) <= {found[:3] for found in stated(document(text))}


def test_passive_behind_a_person_says_nothing_of_a_base() -> None:
    found = {found[:3] for found in stated(document(prose("BERT (Jacob Devlin et al.) is also built on ELMo.")))}
    assert ("ELMo", "authoredBy", "Jacob Devlin") not in found


def test_brackets_behind_another_thing_are_not_said_of_the_paper_above() -> None:
    text = f"# 视觉\n\nQuixNet sorts images ([{PAPER}](https://arxiv.org/abs/1901.00001)). BERT (Google) reads text.\n"
    found = {found[:3] for found in stated(document(text))}
    assert ("BERT", "developedBy", "Google") in found
    assert (PAPER, "developedBy", "Google") not in found


def test_object_of_one_verb_is_not_the_subject_of_the_next() -> None:
    found = {found[:3] for found in stated(document(prose("BERT 去掉了 LSTM 并改进了 ELMo，骨干换成 GPT-2。")))}
    assert ("LSTM", "basedOn", "ELMo") not in found
    assert not any(head != "BERT" for head, relation, _ in found if relation == "basedOn")


def test_person_listed_beside_an_organisation_is_not_of_it() -> None:
    found = stated(document(prose("看图有新招：谷歌和唐杰团队各自推出 BERT 与 LSTM。")))
    assert not any(relation == "affiliatedWith" for _, relation, _, _ in found)


def test_brackets_that_end_a_headline_are_said_of_what_it_is_about() -> None:
    text = "# 优化\n\nQuixAda：一种优化器，质量堪比 ResNet (ICLR 2019)\n\nLarge Images at a Glance of Time\n"
    found = {(head, tail) for head, relation, tail, _ in stated(document(text)) if relation == "publishedAt"}
    assert found == {("QuixAda", "ICLR 2019"), ("Large Images at a Glance of Time", "ICLR 2019")}


def test_comma_before_what_does_something_ends_a_list() -> None:
    found = {found[:3] for found in stated(document(prose("新的方法超越 LSTM, BERT 只需一半的时间。")))}
    assert (THING, "outperforms", "LSTM") in found
    assert (THING, "outperforms", "BERT") not in found


def test_what_a_rival_is_built_on_is_said_of_the_rival() -> None:
    text = prose("与使用 Adam 微调的 BERT 相比，它在 ELMo、GPT-2 上的效果与全量微调持平。")
    assert not any(found[1] == "basedOn" for found in stated(document(text)))


def test_every_rule_states_what_a_sentence_kept_here_says(monkeypatch: pytest.MonkeyPatch) -> None:
    grammar = wording.load_grammar()
    documents = [(document(text), set(claims)) for text, claims in EXAMPLES]
    # A number in place of its confidence tells which rule made a claim; of two that say the same only the first is heard,
    # so those heard are taken out and the rest is asked again.
    waiting = dict(enumerate(grammar.rules, start=1))
    while True:
        marked = tuple(replace(rule, confidence=number / 1000) for number, rule in waiting.items())
        monkeypatch.setattr(wording, "load_grammar", partial(replace, grammar, rules=marked))
        heard = {
            round(confidence * 1000)
            for read, claims in documents
            for head, relation, tail, confidence in stated(read, "wording")
            if (head, relation, tail) in claims
        }
        if not heard & set(waiting):
            break
        waiting = {number: rule for number, rule in waiting.items() if number not in heard}
    assert [PATTERNS[number - 1] for number in waiting] == []


RULES = tomllib.loads(files("kgraph.extract.prose").joinpath("patterns.toml").read_text("utf-8"))["rule"]
PATTERNS = [rule["pattern"] for rule in RULES]


def test_every_rule_is_written_in_the_words_of_the_schema() -> None:
    assert len(RULES) > 60
    assert len(set(PATTERNS)) == len(PATTERNS)
    for rule in RULES:
        assert set(rule) <= {"pattern", "claims", "confidence", "entry"}
        assert 0 < rule["confidence"] < 1
        slots = [part.strip("<>").split("|") for part in rule["pattern"].split() if part.startswith("<")]
        for types in slots:
            assert set(types) <= set(SCHEMA.entities)
        for head, relation, tail in (claim.split() for claim in rule["claims"]):
            assert relation in SCHEMA.relations
            for end in (head, tail):
                assert end in ("paper", "thing", "work", "title", "code", "before") or 1 <= int(end) <= len(slots)
            if head.isdigit() and tail.isdigit():
                pairs = [(one, other) for one in slots[int(head) - 1] for other in slots[int(tail) - 1]]
                assert any(SCHEMA.allows(one, relation, other) for one, other in pairs), rule["pattern"]


@pytest.mark.parametrize("sentence", SILENT)
def test_sentence_that_states_nothing_gives_no_claim(sentence: str) -> None:
    assert list(stated(document(prose(sentence)), "wording")) == []


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [("谷歌、微软和清华大学发布 BERT。", {"Google", "Microsoft", "Tsinghua University"}), ("谷歌与微软提出 BERT。", {"Google", "Microsoft"})],
)  # fmt: skip
def test_names_listed_beside_a_slot_are_taken_in(sentence: str, heads: set[str]) -> None:
    makers = {
        tail
        for head, relation, tail, _ in stated(document(prose(sentence)))
        if (head, relation) == ("BERT", "developedBy")
    }
    assert makers == heads


def test_names_inside_titles_state_nothing() -> None:
    text = "# 阅读\n\n- [BERT Outperforms LSTM for Language Tasks](https://arxiv.org/abs/1901.00001)\n"
    assert list(stated(document(text), "wording")) == []


def test_longest_list_is_read_in_reasonable_time() -> None:
    names = "、".join(f"Foo{number}Net" for number in range(400))
    claims = list(stated(document(prose(f"谷歌提出 {names}，它们采用 {names}。"))))
    assert len(claims) < 20_000


def test_what_goes_on_from_a_name_is_what_the_entry_is_about() -> None:
    found = {claim[:3] for claim in stated(document(entry("BERT 的续作，数据多了十倍，官方说超过 ELMo")))}
    assert {(TOOL, "basedOn", "BERT"), (TOOL, "outperforms", "ELMo")} <= found
    assert ("BERT", "outperforms", "ELMo") not in found


def test_paper_of_an_entry_speaks_of_the_entry() -> None:
    found = {claim[:3] for claim in stated(document(entry("LSTM 结构，很小。论文里拿来和 BERT 比")))}
    assert (TOOL, "comparedWith", "BERT") in found and ("LSTM", "comparedWith", "BERT") not in found


def test_maker_right_behind_a_linked_name() -> None:
    text = f"# 工具\n\n- [{TOOL}](https://github.com/quix/quixlib) 微软和谷歌发起，很快\n"
    found = {claim[:3] for claim in stated(document(text))}
    assert {(TOOL, "developedBy", "Microsoft"), (TOOL, "developedBy", "Google")} <= found


def test_item_beside_an_entry_with_a_link_of_its_own_says_nothing_of_it() -> None:
    text = f"# 工具\n\n- **{TOOL}**：谷歌出品，看图的框架\n- 读文件用 [quixread](https://github.com/quix/quixread)\n"
    assert not any(relation == "basedOn" for _, relation, _, _ in stated(document(text)))


def test_data_cut_out_of_other_data_and_the_site_that_they_come_from() -> None:
    text = f"# 数据集\n\n- **{DATA}**：ImageNet 的子集重新切分得到，谷歌\n- **QuixClip-2M**：微软发布，片段来自 YouTube 和播客\n"
    found = {claim[:3] for claim in stated(document(text))}
    assert {
        (DATA, "basedOn", "ImageNet"),
        (DATA, "developedBy", "Google"),
        ("QuixClip-2M", "developedBy", "Microsoft"),
    } <= found
    assert not found & {("ImageNet", "developedBy", "Google"), ("QuixClip-2M", "developedBy", "YouTube")}


def test_data_are_not_built_on_what_runs_on_them_or_reads_them() -> None:
    text = f"# 数据集\n\n- **{DATA}**：一万张图。作者在上面跑了 BERT 和 ELMo。\n\n## 读取\n\nImageNet、SQuAD 一行就能下。读写用 PyTorch。\n"
    assert not any(relation == "basedOn" for _, relation, _, _ in stated(document(text)))
