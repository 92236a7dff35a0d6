{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="medium stack-l">
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/admin/members">[[title.desk_members]]</a></li><li aria-current="page">{{NAME}}</li></ol></nav>
<div class="row"><h1>{{NAME}}</h1> <span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></div>
{{#DONE_SUSPENDED}}<p class="notice" role="status">[[desk.member_suspended]]</p>{{/DONE_SUSPENDED}}
{{#DONE_RESTORED}}<p class="notice" role="status">[[desk.member_restored]]</p>{{/DONE_RESTORED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<section class="panel">
<h2>[[desk.member_facts]]</h2>
<dl class="facts">
<div><dt>[[desk.member_number]]</dt><dd class="num">{{MEMBER_ID}}</dd></div>
<div><dt>[[field.email]]</dt><dd>{{EMAIL}}</dd></div>
<div><dt>[[field.phone]]</dt><dd class="num">{{PHONE}}</dd></div>
<div><dt>[[field.address]]</dt><dd>({{POSTCODE}}) {{LINE1}} {{LINE2}}</dd></div>
<div><dt>[[desk.member_role]]</dt><dd>{{ROLE_TEXT}}</dd></div>
<div><dt>[[desk.member_since]]</dt><dd><time>{{SINCE}}</time></dd></div>
<div><dt>[[layout.points]]</dt><dd class="won">[[money BALANCE]]</dd></div>
</dl>
<p class="log"><a class="btn btn-small" href="/admin/orders?q={{MEMBER_ID}}">[[desk.member_orders]]</a></p>
</section>
<section class="panel">
<h2>[[desk.member_access]]</h2>
{{#SELF}}<p class="muted">[[desk.member_self]]</p>{{/SELF}}
{{#CAN_SUSPEND}}
<p class="muted">[[desk.suspend_says]]</p>
<details class="confirm">
<summary class="btn btn-danger">[[desk.suspend]]</summary>
<form class="desk-bar" method="post" action="/admin/members/{{MEMBER_ID}}/status">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p><strong>[[desk.suspend_sure NAME]]</strong></p>
<button class="btn btn-danger" name="status" value="SUSPENDED">[[desk.suspend_yes]]</button>
</form>
</details>
{{/CAN_SUSPEND}}
{{#CAN_RESTORE}}
<p class="muted">[[desk.restore_says]]</p>
<details class="confirm">
<summary class="btn">[[desk.restore]]</summary>
<form class="desk-bar" method="post" action="/admin/members/{{MEMBER_ID}}/status">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p><strong>[[desk.restore_sure NAME]]</strong></p>
<button class="btn btn-main" name="status" value="ACTIVE">[[desk.restore_yes]]</button>
</form>
</details>
{{/CAN_RESTORE}}
</section>
</div>
{{>FOOTER}}
