{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="page-head"><h1>[[title.desk_members]]</h1></div>
<form class="desk-search" action="/admin/members" method="get" role="search">
<div class="field">
<label for="q">[[desk.members_find]]</label>
<div class="row">
<input class="input" id="q" name="q" type="search" maxlength="254" value="{{TEXT}}" autocomplete="off" aria-describedby="q-hint">
<button class="btn btn-main">[[layout.search]]</button>
</div>
<span class="hint" id="q-hint">[[desk.members_hint]]</span>
</div>
</form>
{{#MEMBERS}}
<table class="table desk-table">
<caption class="hidden-text">[[title.desk_members]]</caption>
<thead><tr><th scope="col">[[desk.member]]</th><th scope="col">[[field.phone]]</th><th scope="col">[[desk.member_role]]</th><th scope="col">[[desk.member_since]]</th><th scope="col">[[desk.state]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<td data-label="[[desk.member]]"><div>{{#HERE}}<a class="link" href="/admin/members/{{MEMBER_ID}}">{{NAME}}</a>{{/HERE}}{{#GONE}}<span class="muted">[[desk.member_gone]]</span>{{/GONE}}<p class="small muted">{{EMAIL}} <span class="num unbroken">#{{MEMBER_ID}}</span></p></div></td>
<td data-label="[[field.phone]]" ><span class="num">{{PHONE}}</span></td>
<td data-label="[[desk.member_role]]" class="unbroken">{{ROLE_TEXT}}</td>
<td data-label="[[desk.member_since]]" class="small muted"><time>{{SINCE}}</time></td>
<td data-label="[[desk.state]]"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/MEMBERS}}
{{#EMPTY}}<div class="empty"><h2>[[desk.members_empty]]</h2><p>[[desk.members_hint]]</p><a class="btn" href="/admin/members">[[desk.show_all]]</a></div>{{/EMPTY}}
{{>PAGER}}
{{>FOOTER}}
