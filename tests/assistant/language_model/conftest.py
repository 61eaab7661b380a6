"""The tests with a real language model are collected only where that model is installed; the report says so where not."""

from __future__ import annotations

from tests.assistant.language_model.small_model import model_file

collect_ignore = [] if model_file() else ["test_real_model.py"]
