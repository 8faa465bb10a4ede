"""The line printed on every page: nobody shall take these documents for real ones."""

from typing import Final

NOTICE: Final = "虚构票样，仅供软件演示与测试"
