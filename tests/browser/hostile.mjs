// What a person may type who means no good, or only writes otherwise than most. Each is short enough for
// every field of the shop and takes its spaces and characters back unchanged. A payload that comes to
// life calls __hit(), makes an element <hit-me> or leads to hit.example.
export const HOSTILE = [
    ["script", "<script>__hit()</script>"],
    ["script", "</title><script>__hit()</script>"],
    ["script", "</textarea><script>__hit()</script>"],
    ["script", "</option></select><svg onload=__hit()>"],
    ["script", "<img src=x onerror=__hit()>"],
    ["script", "<iframe srcdoc='<script>__hit()'>"],
    ["script", "<details open ontoggle=__hit()>"],
    ["script", "<!--><script>__hit()</script>-->"],
    ["script", "<meta http-equiv=refresh content=0>"],
    ["script", "<base href=//hit.example/>"],
    ["script", "&lt;b&gt; &amp;amp; &#60;hit-me&#62;"],
    ["attribute", '"><hit-me>'],
    ["attribute", "'><hit-me>"],
    ["attribute", '" onfocus="__hit()" autofocus x="'],
    ["attribute", "' onmouseover='__hit()"],
    ["attribute", '" style="position:fixed;inset:0'],
    ["attribute", "` onclick=__hit() `"],
    ["URL", "javascript:__hit()"],
    ["URL", "JaVa\u00a0ScRiPt:__hit()//%0a"],
    ["URL", "data:text/html,<script>__hit()</script>"],
    ["URL", "//hit.example/%2e%2e"],
    ["URL", "/\\hit.example"],
    ["URL", "../../../../etc/passwd%00"],
    ["URL", "%0d%0aLocation:%20//hit.example"],
    ["URL", "?q=1&next=//hit.example;x#hit+%2B%"],
    ["template", "{{DESCRIPTION:none}}{{CSRF}}"],
    ["template", '{{%AUTOESCAPE context="JSON"}}'],
    ["template", "{{>HEADER}}{{#MEMBER}}{{!"],
    ["template", "[[layout.brand]] {0} {1} {2} {3}"],
    ["template", '<!--# echo var="request_id" -->'],
    ["template", "${7*7} #{7*7} <%= 7*7 %> %s%n%d"],
    ["SQL", "'; DROP TABLE member; --"],
    ["SQL", "' OR ''='' /* %_ */"],
    ["SQL", "\\'; SELECT pg_sleep(9) --"],
    ["JSON", '\\u003cscript\\u003e","a":[null'],
    ["table", '=HYPERLINK("//hit.example","hit")'],
    ["table", "@SUM(1+1)*cmd|' /C calc'!A0"],
    ["right to left", "مرحبا (هدية) 100%"],
    ["right to left", "עברית: \"שלום\" 3.5 ₪"],
    ["emoji", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇰🇷 👍🏽 Z̷̛a̶͚l̸g̵̕o̴"],
    ["invisible", "a\u200bb\u200dc\u2060d\u00ade\u200ef"],
    ["long", "W".repeat(40)],
];

// No text at all: refused in every field, by name.
export const REFUSED = [
    ["a NUL", "a\u0000b"],
    ["a control character", "a\u001b[2Jb"],
    ["a deletion", "a\u007fb"],
    ["a C1 control character", "a\u0085b"],
    ["half a character", "a\ud800b"],
    ["the other half", "a\udc00b"],
    ["what turns round all that follows", "a\u202eb"],
    ["an isolate that is never closed", "a\u2067b"],
    ["no character", "a\ufffeb"],
];

// Nothing that could be seen: as good as left empty.
export const BLANK = ["\u200b", "\u00a0\u3164", "\u2800\u200d\ufe0f", "\u115f\u1160\uffa0"];
