"""Addresses in scanned text, with the slips of character recognition undone where that is safe."""

from __future__ import annotations

import re
from functools import lru_cache

from kgraph.read.urls import Found, find_urls

HOSTS = (
    "arxiv.org", "bilibili.com", "bitbucket.org", "github.com", "github.io", "gitlab.com", "huggingface.co",
    "kaggle.com", "openreview.net", "paperswithcode.com", "pytorch.org", "readthedocs.io", "sciencedirect.com",
    "semanticscholar.org", "tensorflow.org", "wikipedia.org", "youtube.com", "zhihu.com",
)  # fmt: skip
"""Hosts so well known that a host one letter away from them is a slip, not another site."""

_CODE_HOSTS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|gist\.github\.com)/", re.IGNORECASE
)
_HOST = re.compile(r"(?<=://)(?:www\.)?([A-Za-z0-9.-]+)")
_REST = re.compile(r"[ \t]([A-Za-z0-9][A-Za-z0-9_.-]{0,60})(?=[ \t]*(?:[\n,;，；。]|\Z))")
_URL_LINE = re.compile(r"\s*(?:https?://|www\.)\S+(?:[ \t]+(?:https?://\S+|[A-Za-z0-9_.-]{1,40}))*\s*\Z", re.IGNORECASE)
_CONTINUATION = re.compile(r"\s*[\w.~%#?&=+-]*[/._-][\w./~%#?&=+-]*\s*\Z", re.ASCII)


def is_url_line(text: str) -> bool:
    """Return whether a line holds nothing but an address (blanks in it allowed)."""
    return _URL_LINE.match(text) is not None


def continues_url(first: str, rest: str) -> bool:
    """Return whether ``rest`` is the other half of an address that ``first`` ends with.

    >>> continues_url("https://github.com/scikit-learn/scikit-", "learn/blob/main/pca.py")
    True
    >>> continues_url("https://github.com/openai/gym", "gym/envs")
    False
    """
    first = first.rstrip()
    return first.endswith(("-", "_", "=", "&", "?", "%", "/")) and (
        _CONTINUATION.match(rest) is not None and "://" not in rest and (not first.endswith("/") or "/" in rest)
    )


def find_ocr_urls(text: str) -> list[Found]:
    """Return the links of scanned text, as ``find_urls``; repaired ones are ``malformed``.

    Repaired: a host one letter away from a well-known one, and a blank in the path of a repository: after ``/``,
    ``-`` or ``_`` it is dropped; else it stands for the sign that was not recognised: ``-`` after ``awesome``, where
    that is the custom, else ``_``.

    >>> [found.url for found in find_ocr_urls("https://githuk.com/leon-ai/leon")]
    ['https://github.com/leon-ai/leon']
    >>> [found.url for found in find_ocr_urls("https://github.com/a/awesome quant\\nhttps://github.com/b/k means")]
    ['https://github.com/a/awesome-quant', 'https://github.com/b/k_means']
    """
    repaired = []
    for found in find_urls(text):
        if found.bare:
            found = _host_repaired(_joined(text, found))
        repaired.append(found)
    return repaired


def _joined(text: str, found: Found) -> Found:
    if not _CODE_HOSTS.match(found.url):
        return found
    rest = _REST.match(text, found.end)
    path = found.url.split("/")[3:]
    if rest is None or len(path) > 2 or (len(path) == 1 and not found.url.endswith("/")):
        return found
    if found.url.endswith(("/", "-", "_")):
        sign = ""
    elif rest.group(1) == rest.group(1).lower() and len(path) == 2:
        sign = "-" if path[1].lower() == "awesome" else "_"
    else:
        return found
    return found._replace(end=rest.end(1), after=rest.end(1), url=f"{found.url}{sign}{rest.group(1)}", malformed=True)


def _host_repaired(found: Found) -> Found:
    match = _HOST.search(found.url)
    right = near_host(match.group(1).lower()) if match else None
    if match is None or right is None:
        return found
    url = found.url[: match.start(1)] + right + found.url[match.end(1) :]
    return found._replace(url=url, malformed=True)


@lru_cache(maxsize=4096)
def near_host(host: str) -> str | None:
    """Return the well-known host that ``host`` misspells by one letter, if any.

    >>> near_host("githuk.com"), near_host("github.com"), near_host("gitee.com")
    ('github.com', None, None)
    """
    if host in HOSTS or host.endswith(tuple(f".{known}" for known in HOSTS)):
        return None
    for known in HOSTS:
        if abs(len(known) - len(host)) <= 1 and _one_edit(host, known):
            return known
    return None


def _one_edit(left: str, right: str) -> bool:
    if len(left) > len(right):
        left, right = right, left
    same = 0
    while same < len(left) and left[same] == right[same]:
        same += 1
    return left[same + (len(left) == len(right)) :] == right[same + 1 :]
