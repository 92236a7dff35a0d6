{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="page-head"><h1>[[title.desk_home]]</h1></div>
<div class="stack-l" id="overview" data-fresh>
<section class="panel">
<h2>[[desk.orders_hour]]</h2>
<dl class="figures">
<div><dt>[[desk.orders_now]]</dt><dd class="figure">{{NOW}}</dd></div>
<div><dt>[[desk.orders_in_hour]]</dt><dd class="figure">{{HOUR}}</dd></div>
</dl>
{{>CHART}}
{{#SOME}}
<details>
<summary class="small">[[desk.as_table]]</summary>
<table class="grid-table num">
<caption class="hidden-text">[[desk.orders_hour]]</caption>
<thead><tr><th scope="col">[[desk.minutes_ago]]</th><th scope="col">[[desk.orders_count]]</th></tr></thead>
<tbody>{{#MINUTE}}<tr><td>{{AGO}}</td><td>{{ORDERS}}</td></tr>
{{/MINUTE}}</tbody>
</table>
</details>
{{/SOME}}
</section>
<ul class="tiles">
<li>
<h2>[[desk.conversion]]</h2>
<p class="figure{{#CONVERSION_LOW}} verdict-bad{{/CONVERSION_LOW}}">{{#RATIO}}{{PERCENT}}%{{/RATIO}}{{#NO_SHEETS}}–{{/NO_SHEETS}}{{#CONVERSION_LOW}} <span class="badge badge-low">[[desk.conversion_low]]</span>{{/CONVERSION_LOW}}</p>
<p class="small muted">[[desk.conversion_of SHEETS PAID THRESHOLD]]</p>
{{#TOO_FEW}}<p class="small muted">[[desk.conversion_few SHEETS_LEAST]]</p>{{/TOO_FEW}}
</li>
<li>
<h2><a href="/admin/orders?failed=true">[[desk.orders_failed]]</a></h2>
<p class="figure{{#REFUNDS_BAD}} verdict-bad{{/REFUNDS_BAD}}">{{REFUNDS_FAILED}}</p>
<p class="small muted">[[desk.refunds_hint]]</p>
</li>
<li>
<h2><a href="/admin/events?state=parked">[[desk.parked]]</a></h2>
<p class="figure{{#EVENTS_BAD}} verdict-bad{{/EVENTS_BAD}}">{{EVENTS_PARKED}}</p>
<p class="small muted">[[desk.events_waiting EVENTS_WAITING]]</p>
</li>
<li>
<h2><a href="/admin/books">[[title.desk_books]]</a></h2>
<p class="figure">{{#ALL_HOLD}}[[desk.holds]]{{/ALL_HOLD}}{{#SOME_BREAK}}<span class="verdict-bad">[[desk.violations BROKEN_LAWS]]</span>{{/SOME_BREAK}}{{#NEVER_RAN}}[[desk.never]]{{/NEVER_RAN}}</p>
<p class="small muted">{{#LAST_RUN}}[[desk.last_run]] <time>{{RAN_AT}}</time>{{/LAST_RUN}}</p>
</li>
</ul>
</div>
<script type="module" src="/static/js/fresh.js"></script>
{{>FOOTER}}
