"""Does a name on an invoice mean a natural person, and are two names the same?

Rule kept: a two- or three-character name counts as a person only behind a common surname, a four-character one only
behind a double surname; a word of trade or office makes it an organisation.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ORGANISATION: Final = re.compile(
    r"公司|集团|厂|店|部|社|行|所|院|校|中心|局|会|馆|站|场|坊|屋|队|室|处|园|铺|户|吧|超市|机构|企业|科技|商贸|贸易|酒楼|饭庄"
    r"|\d{4,}|[A-Za-z]{3,}"
)
_PRIVATE: Final = re.compile(r"个人|自然人|消费者|顾客|散客")
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶"
    "幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾肖覃付代"
)
_DOUBLE_SURNAMES: Final = (
    "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|端木|百里|南宫|西门|独孤|长孙|宇文|轩辕"
)
_PERSON: Final = re.compile(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff某]{{1,2}}|(?:{_DOUBLE_SURNAMES})[\u4e00-\u9fff某]{{1,2}})(?:先生|女士)?"
)
_FOREIGN: Final = re.compile(r"[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}")


def folded(name: str) -> str:
    """The name with full-width forms folded and blanks removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).upper()


def same_name(left: str, right: str) -> bool:
    """Whether two names are the same apart from width and blanks."""
    return folded(left) == folded(right)


def is_person(name: str) -> bool:
    """Whether a name reads like a natural person."""
    text = folded(name)
    if _PRIVATE.search(text):
        return True
    return bool(_PERSON.fullmatch(text) or _FOREIGN.fullmatch(text)) and not _ORGANISATION.search(text)
