# wapiti, but for a fault of Debian 12's: its -x (what to leave out) makes a pattern that this Python refuses.
import re

from wapitiCore.main.wapiti import wapiti_main
from wapitiCore.net import crawler

crawler.wildcard_translate = lambda url: re.compile(re.escape(url) + r"\Z")
wapiti_main()
