{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="page-head">
<div>
<h1>[[title.desk_books]]</h1>
<p class="muted">[[desk.books_lead LAWS]]</p>
</div>
<form method="post" action="/admin/books" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-main">[[desk.books_run]]</button>
</form>
</div>
{{#DONE}}<p class="notice" role="status">[[desk.books_done]]</p>{{/DONE}}
{{#NEVER_RAN}}<p class="notice notice-warn">[[desk.books_never]]</p>{{/NEVER_RAN}}
{{#ALL_HOLD}}<p class="verdict verdict-good">[[desk.books_hold]]</p>{{/ALL_HOLD}}
{{#SOME_BREAK}}<p class="verdict verdict-bad">[[desk.books_break BROKEN_LAWS]]</p>{{/SOME_BREAK}}
{{#LAST_RUN}}<p class="small muted desk-gap">[[desk.last_run]] <time>{{RAN_AT}}</time></p>{{/LAST_RUN}}
{{#BROKEN}}
<section class="panel desk-gap">
<h2>{{TITLE}} <span class="badge badge-low">[[desk.violations VIOLATIONS]]</span></h2>
{{#OFFENDERS}}
<div class="scroll" tabindex="0" role="region" aria-label="{{TITLE}}">
<table class="grid-table num">
<thead><tr>{{#HEAD_CELL}}<th scope="col">{{VALUE}}</th>{{/HEAD_CELL}}</tr></thead>
<tbody>
{{#ROW}}<tr>{{#CELL}}<td>{{VALUE}}</td>{{/CELL}}</tr>
{{/ROW}}
</tbody>
</table>
</div>
{{#FIRST_ONLY}}<p class="small muted">[[desk.first_only SHOWN]]</p>{{/FIRST_ONLY}}
{{/OFFENDERS}}
</section>
{{/BROKEN}}
<table class="table law-table">
<caption class="hidden-text">[[desk.laws]]</caption>
<thead><tr><th scope="col">[[desk.law]]</th><th scope="col">[[desk.last_run]]</th><th scope="col">[[desk.result]]</th></tr></thead>
<tbody>
{{#LAW}}
<tr>
<td data-label="[[desk.law]]"><div><strong title="{{LAW_NAME}}">{{TITLE}}</strong><p class="small muted">{{SAYS}}</p></div></td>
<td data-label="[[desk.last_run]]" class="small muted"><time>{{RAN_AT}}</time></td>
<td data-label="[[desk.result]]">{{#HOLDS}}<span class="badge badge-COMPLETED">[[desk.holds]]</span>{{/HOLDS}}{{#BREAKS}}<span class="badge badge-low">[[desk.violations VIOLATIONS]]</span>{{/BREAKS}}{{#NEVER}}<span class="badge">[[desk.never]]</span>{{/NEVER}}</td>
</tr>
{{/LAW}}
</tbody>
</table>
{{>FOOTER}}
