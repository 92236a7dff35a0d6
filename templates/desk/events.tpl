{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="page-head">
<div>
<h1>[[title.desk_events]]</h1>
<p class="muted">[[desk.events_lead]]</p>
</div>
</div>
{{#DONE}}<p class="notice" role="status">[[desk.events_again COUNT]]</p>{{/DONE}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<nav class="chips" aria-label="[[desk.events_state]]" id="states" data-fresh>
{{#TAB}}<a class="chip" href="/admin/events?state={{WORD}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}{{#COUNTED}} <span class="num">{{COUNT}}</span>{{/COUNTED}}</a>
{{/TAB}}
</nav>
{{#PARKED}}
<form class="desk-bar" method="post" action="/admin/events/resend">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="destination" value="{{DESTINATION}}">
<p>[[desk.events_parked DESTINATION_TEXT COUNT]]</p>
<button class="btn btn-small">[[desk.events_resend_all]]</button>
</form>
{{/PARKED}}
{{#EVENTS}}
<table class="table desk-table events">
<caption class="hidden-text">[[title.desk_events]]</caption>
<thead><tr><th scope="col">[[desk.event]]</th><th scope="col">[[order.number]]</th><th scope="col">[[desk.event_made]]</th><th scope="col">[[desk.event_tries]]</th><th scope="col"><span class="hidden-text">[[desk.event_resend]]</span></th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<td data-label="[[desk.event]]"><div><strong>{{TYPE_TEXT}}</strong><p class="small muted">{{DESTINATION_TEXT}} · <span class="num">#{{EVENT_ID}}</span></p></div></td>
<td data-label="[[order.number]]"><a class="link num" href="/admin/orders/{{ORDER_NO}}">{{ORDER_NO}}</a></td>
<td data-label="[[desk.event_made]]" class="small"><div><time>{{CREATED_AT}}</time>{{#DELIVERED}}<p class="muted">[[desk.event_arrived]] <time>{{DELIVERED_AT}}</time></p>{{/DELIVERED}}</div></td>
<td data-label="[[desk.event_tries]]"><div><span class="num">{{ATTEMPTS}}</span>{{#WRONG}} <span class="small problem">{{#ANSWERED}}[[desk.answered HTTP_STATUS]]{{/ANSWERED}}{{#UNREACHED}}[[desk.unreached]] <span class="muted" lang="en" translate="no">{{LAST_ERROR}}</span>{{/UNREACHED}}</span>{{/WRONG}}</div></td>
<td class="does"><form method="post" action="/admin/events/{{EVENT_ID}}/resend"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn btn-small" aria-label="[[desk.event_resend]] #{{EVENT_ID}}">[[desk.event_resend]]</button></form></td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/EVENTS}}
{{#EMPTY}}<div class="empty"><h2>[[desk.events_empty]]</h2></div>{{/EMPTY}}
{{>PAGER}}
<script type="module" src="/static/js/fresh.js"></script>
{{>FOOTER}}
