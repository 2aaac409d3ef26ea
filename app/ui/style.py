"""The little that the theme's settings cannot say: a dense top, and the search box beside the language."""

from __future__ import annotations

import streamlit as st

_CSS = """
<style>
.stMainBlockContainer { padding: 1rem 2rem 4rem; max-width: 1440px; }
.stAppHeader { background: transparent; pointer-events: none; }
.stAppHeader * { pointer-events: none; }
.stAppHeader :is(button, a, [role="button"]), .stAppHeader :is(button, a, [role="button"]) * { pointer-events: auto; }
.st-key-top { padding-block: .1rem .4rem; border-bottom: 1px solid var(--st-border-color, rgba(128,136,150,.25)); margin-bottom: .6rem; }
.st-key-top { padding-right: 2.2rem; } .st-key-top > * { min-width: 0; } .st-key-top > :first-child { flex: 1 1 240px; }
[data-testid="stStatusWidget"] { display: none; }
[data-stale="true"] { opacity: 1 !important; transition: none !important; }
.st-key-rebuilt { position: sticky; top: .5rem; z-index: 99; }
.stApp:has([data-testid="stExpandSidebarButton"]) .st-key-top { padding-left: 3.4rem; }
.stApp:has([data-testid="stExpandSidebarButton"]) .stLogo { display: none; }
.st-key-changes_picture { --kg-height: max(440px, 56vh); }
[data-testid="stSidebarUserContent"] { padding-top: 0; }
.st-key-pages [data-testid="stCaptionContainer"] { padding: 14px 0 3px 8px; margin-bottom: 0 !important; }
.st-key-pages [data-testid="stPageLink"] p { margin: 0; font-size: 14px; }
.st-key-pages [data-testid="stPageLink"] [data-testid="stMarkdownContainer"] { margin-bottom: 0 !important; }
.st-key-pages [data-testid="stCaptionContainer"] p { color: inherit; opacity: .85; margin: 0; }
/* The light primary colour of the dark theme needs dark words on it. */
[data-testid^="stBaseButton-primary"], [data-testid="stMultiSelectTagsContainer"] [data-tag] * { color: light-dark(#FFFFFF, #0B1622); }
@media (max-width: 800px) { .stMainBlockContainer { padding: 1rem 1rem 3rem; } }
</style>
"""


def apply() -> None:
    """Add the rules to the page."""
    st.html(_CSS)
