"""What a paper's web edition sets round its stories: navigation, copyright, sharing, sources.

A line is known by its form, never by the site's name: it holds words of navigation only, says
whose the rights are, or tells where and when the story came from.
"""

from __future__ import annotations

import re

from .lines import Line
from .patterns import HAN, one_of
from .words import PAGE_NAMES, listed

# Each cell of a line of navigation is one of these words.
_NAVIGATION = listed(
    """
    首页 网站首页 返回首页 返回 返回顶部 返回目录 返回列表 回到顶部 回到首页 顶部 上一篇 下一篇
    上一版 下一版 上一页 下一页 上一期 下一期 上一条 下一条 上篇 下篇 前一篇 后一篇 末页 尾页
    放大 缩小 默认 大 中 小 大号 中号 小号 字号 字体 字体大小 正文字号 关闭 关闭窗口 打印
    打印本页 打印本稿 推荐 收藏 加入收藏 设为首页 分享 分享到 分享至 转发 点赞 评论 我要评论
    网友评论 发表评论 举报 纠错 微信 微博 新浪微博 腾讯微博 QQ空间 QQ 朋友圈 人人网 豆瓣
    复制链接 复制 更多 查看更多 展开 收起 展开全文 阅读全文 阅读原文 点击查看 扫一扫 登录 登陆
    注册 搜索 检索 全文检索 高级检索 往期查看 往期 按日期检索 数字报 电子报 数字报首页 报纸首页
    版面导航 版面目录 版面概览 版面图 标题导航 本版标题 本版导航 本版新闻 本期版面 版次导航
    今日版面 目录 目录导航 导航 PDF pdf PDF版 PDF下载 下载PDF 下载 版面PDF 下载本版PDF 关于我们
    联系我们 网站地图 网站声明 法律声明 免责声明 隐私政策 版权声明 版权 广告服务 友情链接
    报社概况 报网互动 读者服务 用户协议 手机版 电脑版 移动版 朗读 语音播报 听新闻 播放 暂停 全屏
    """
)
_WEB_EDITION = re.compile(rf"{HAN}{{2,12}}(?:电子版|电子报|数字版|数字报|网络版)")
_LEADING = frozenset(_NAVIGATION) - frozenset(PAGE_NAMES)
_HEADINGS = listed(
    """
    标题导航 本版标题 本版导航 本版新闻 版面导航 版面目录 版次导航 目录导航 目录 本期版面
    今日版面 相关报道
    """
)
# Between the cells of navigation.
_PARTING = re.compile(r"[\s|/>»<«·:,，、()\[\]【】①-⑳◀▶←→↑↓-]+")
_FRAMES = " |/[(【<>«»◀▶←→"
_WORD = re.compile(one_of(_NAVIGATION))
OPENINGS = frozenset(word[0] for word in _NAVIGATION)
# A shorter word alone on its line may be printed too: 评论, 首页.
_SHORTEST_ALONE = 3
_RIGHTS = re.compile(
    r".{0,40}(?:版权所有|保留(?:一切|所有)权利|all ?rights ?reserved).{0,60}"
    r"|(?:copyright|©|\(c\)).{0,90}"
    r"|.{0,40}未经.{0,14}(?:许可|授权|同意|允许|批准).{0,8}(?:转载|使用|复制|摘编|镜像|下载|链接).{0,30}"
    r"|.{0,40}(?:ICP[备证]|公网安备|增值电信业务|互联网新闻信息服务许可证|视听节目许可证).{0,50}"
    rf"|(?:技术支持|网站管理|网站维护|建站)[:]?{HAN}{{2,20}}"
    r"|(?:本网|本站)[^。]{0,50}(?:转载|镜像|授权|版权).{0,40}",
    re.IGNORECASE,
)
_CLOCK = r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\d{1,2}[:时]\d{2}(?:[:分]\d{2}秒?)?分?)?"
_COUNTED = "点击数?|点击次数|点击量|浏览量?|浏览次数|阅读量?|阅读次数|访问量|评论数?|字数|点赞数?"
# 来源：临江日报 2025-06-13; 发布时间：…; 点击：123; 您的位置：首页; 《临江日报》（2025年…）
_TOLD = re.compile(
    rf"(?:来源|稿源|文章来源|信息来源|新闻来源):[\w·《》]{{2,20}}?(?:{_CLOCK}.{{0,20}})?"
    r"|(?:发布时间|发布日期|更新时间|发表时间):.{2,40}"
    rf"|{_CLOCK}(?:来源|作者|编辑|责编|稿源):.{{2,40}}"
    rf"|(?:{_COUNTED})[:(]\d[\d,.万+]*[次)人]?.{{0,12}}"
    r"|(?:当前位置|您?所在的?位置|您现在的位置|您?的位置):.{2,60}"
    r"|(?:分享到|分享至):?.{0,40}"
    rf"|《{HAN}{{2,12}}》\(?{_CLOCK}(?:第?[A-D]?\d{{1,2}}版.{{0,12}})?\)?"
)
# Over a list of links; in print teasers may stand under some of them.
_OVER_LINKS = (
    *_HEADINGS,
    *listed(
        """
        本版导读 版面导读 本期导读 今日导读 本报导读 各版导航 各版导读 文章列表 文章目录 文章导航
        标题列表 标题目录 新闻列表 稿件列表 稿件目录 版面列表 版面一览 版次目录 版次列表 本版目录
        本版文章 本版内容 本版稿件 本期目录 本期导航 今日目录 报纸目录 报纸导航 往期回顾 往期报纸
        """
    ),
)
# At a site's foot: where the paper is, who publishes it, by what it is best seen, who has come.
_FOOT = re.compile(
    r"(?:(?:本报|报社|通[讯信]|单位|联系|办公)?(?:地址|社址)|邮编|邮政编码|邮箱|电子邮箱|传真|电话)[:\d].{2,}"
    r"|.{0,30}(?:邮编|邮政编码):?\d{6}.{0,60}"
    r"|(?:主管|主办|承办|协办|出版|运营|运维|制作|设计|维护)(?:主管|主办|制作|维护)?(?:单位)?:.{2,60}"
    rf"|(?:{HAN}{{0,8}})(?:热线|专线|总机|电话|传真|信箱|邮箱):?[\d(+].{{3,}}"
    r"|.{0,30}(?:国内|国际)?(?:统一)?(?:连续出版物)?(?:刊号|标准刊号|出版物号):?(?:CN|ISSN).{4,}"
    r"|.{0,20}(?:建议|推荐|请|最佳).{0,20}(?:\d{3,4}[*×xX]\d{3,4}|分辨率|浏览器|IE\d).{0,40}"
    r"|.{0,8}您是.{0,4}第\d[\d,]{0,12}[位个名](?:访问|访客|读者|来访|浏览|客人).{0,8}"
    r"|(?:今日|总|累计|本站)*(?:访问|浏览|点击)(?:总?量|人数|次数|人次|总数):?\d[\d,]*.{0,6}"
    rf"|(?:本网站|本站|本报网站|网站)由{HAN}{{2,20}}(?:主办|承办|制作|维护|建设|运营).{{0,20}}",
    re.IGNORECASE,
)
_LONGEST = 120
_LONGEST_TITLE = 44
# Cheap: what a line about rights holds one of.
_OF_RIGHTS = re.compile(
    r"版权|权利|[Rr]ights|RIGHTS|©|\([cC]\)|[Cc]opyright|COPYRIGHT|未经|ICP|公网安备|许可证"
    "|信息业务|技术支持|网站|建站|本网|本站"
)


def is_navigation_word(text: str) -> bool:
    """Say whether a text is a word of a site's navigation or the site's name, and no page is
    called so: 首页, 山溪报电子版."""
    return text in _LEADING or bool(_WEB_EDITION.fullmatch(text))


def is_site_line(key: str, norm: str) -> bool:
    """Say whether a squeezed line is a web edition's own."""
    if len(key) > _LONGEST or "。" in key[:-1]:
        return False
    if _OF_RIGHTS.search(key) and _RIGHTS.fullmatch(key):
        return True
    return bool(_TOLD.fullmatch(key)) or _is_navigation(norm)


def is_list_heading(text: str) -> bool:
    """Say whether a squeezed text is what sites set over a list of links: 版面目录, 文章列表."""
    return text.strip(":·|-<>[]【】()《》") in _OVER_LINKS


def is_foot_line(key: str) -> bool:
    """Say whether a squeezed line is of those at a site's foot. In a story's text, or in print,
    such a line may be the story's; it makes none alone."""
    return len(key) <= _LONGEST and "。" not in key[:-1] and bool(_FOOT.fullmatch(key.rstrip("。")))


def _is_navigation(norm: str) -> bool:
    bare = norm.lstrip(_FRAMES)
    if bare[:1] not in OPENINGS or not _WORD.match(bare):
        return False
    cells = [cell for cell in _PARTING.split(norm) if cell]
    if not cells or not all(_WORD.fullmatch(cell) for cell in cells):
        return False
    return len(cells) > 1 or len(cells[0]) >= _SHORTEST_ALONE


def label_listed_titles(lines: list[Line], labels: list[str | None]) -> None:
    """Label the titles listed under 标题导航, down to a line with a label or a text's headline."""
    listing = False
    for number, line in enumerate(lines):
        if labels[number] is not None:
            listing = labels[number] == "site" and line.key.rstrip(":") in _HEADINGS
        elif listing and not _leads_to_text(lines, number):
            labels[number] = "site"
        else:
            listing = False


def _leads_to_text(lines: list[Line], number: int) -> bool:
    """Say whether a line is running text, or has running text right below it."""
    near = [line.key for line in lines[number : number + 2]]
    return len(near[0]) > _LONGEST_TITLE or any("。" in key for key in near)
