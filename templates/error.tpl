{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5.5 4h13l1.5 4.5a2.7 2.7 0 0 1-5.3.3 2.7 2.7 0 0 1-5.4 0A2.7 2.7 0 0 1 4 8.5Z"/><path d="M6 13.5V20h12v-6.5M10 20v-4h4v4"/></svg>
<p class="muted num">{{STATUS}}</p>
<h1>{{MESSAGE}}</h1>
<p>[[error_page.advice]]</p>
<p class="row"><a class="btn btn-main" href="/">[[error_page.home]]</a> <a class="btn" href="/products">[[layout.all_products]]</a></p>
<p class="small">[[error_page.request]] <span class="num">{{REQUEST_ID}}</span></p>
</div>
{{>FOOTER}}
