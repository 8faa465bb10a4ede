"""Why a file could not be read: a code for programs, one sentence in Chinese and one in English for people.

Rule kept: uploads are hostile; whatever is wrong with them ends as one of these codes, never as a crash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_SENTENCES: Final = {
    "not_found": ("文件不存在或无法打开", "The file does not exist or cannot be opened"),
    "empty_file": ("文件是空的", "The file is empty"),
    "damaged": ("文件已损坏，无法解析", "The file is damaged and cannot be parsed"),
    "encrypted": ("文件已加密，请先去除密码", "The file is encrypted; remove the password first"),
    "too_large": ("文件过大", "The file is too large"),
    "too_many_pages": ("文件页数过多", "The file has too many pages"),
    "too_many_pixels": ("图片像素过多", "The image has too many pixels"),
    "zip_bomb": ("压缩包解压后超出限制", "The archive unpacks beyond the limits"),
    "external_entity": (
        "XML 含有外部实体或文档类型声明，已拒绝",
        "The XML declares entities or a document type and is refused",
    ),
    "xml_too_deep": ("XML 嵌套层数或节点过多", "The XML is nested too deeply or has too many nodes"),
    "unsupported": ("不支持的文件类型", "The file type is not supported"),
    "outlook_message": (
        "不支持 Outlook 的 .msg 邮件，请另存为 .eml 或直接上传附件",
        "Outlook .msg mails are not supported; save as .eml or send the attachments",
    ),
    "other_archive": (
        "不支持 RAR、7z 压缩包，请改用 ZIP 或直接上传文件",
        "RAR and 7z archives are not supported; use ZIP or send the files",
    ),
    "office_document": (
        "Word、Excel 等办公文档不是票据，请上传发票原件或导出为 PDF",
        "Office documents are no receipts; send the original or a PDF",
    ),
    "container": (
        "这是压缩包或邮件，请逐个读取其中的文件",
        "This is an archive or a mail; read its members one by one",
    ),
    "no_such_page": ("文件没有这一页", "The file has no such page"),
    "too_slow": (
        "读取超过时限，已中止；请拆成较小的文件或换一种格式",
        "Reading took longer than allowed and was stopped; split the file or send another format",
    ),
    "too_much_memory": (
        "读取需要的内存超出限制；请拆成较小的文件",
        "Reading needs more memory than allowed; split the file",
    ),
    "reader_died": (
        "这个文件使读取程序崩溃，已单独跳过；请换一种格式",
        "The file crashed the reading process and was left out; send another format",
    ),
    "ocr_model_missing": ("文字识别模型缺失", "The OCR model is missing"),
    "unreadable": ("读取文件时出错", "Reading the file failed"),
}


@dataclass(frozen=True, slots=True)
class ReadError:
    """One reason, in both languages. `detail` is for logs and never shown as the whole message."""

    code: str
    message_zh: str
    message_en: str
    detail: str = ""


class Unreadable(Exception):
    """Raised inside the readers and turned into a `ReadError` at their door."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    @property
    def error(self) -> ReadError:
        """The value that leaves the readers."""
        chinese, english = _SENTENCES[self.code]
        return ReadError(self.code, chinese, english, self.detail)


def codes() -> tuple[str, ...]:
    """Every code a reader can answer with."""
    return tuple(_SENTENCES)
