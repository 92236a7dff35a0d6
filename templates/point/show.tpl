{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium stack-l">
<div class="page-head"><h1>[[point.title]]</h1></div>
{{#CHARGED}}<p class="notice" role="status">[[point.charged]]</p>{{/CHARGED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<section class="panel balance">
<div>
<h2 class="small muted">[[point.balance]]</h2>
<p class="balance-sum won">[[money BALANCE]]</p>
</div>
<form class="balance-form" method="post" action="/me/points">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<div class="field">
<label for="amount">[[point.charge_amount]]</label>
<div class="row balance-row">
<input class="input" id="amount" name="amount" inputmode="numeric" pattern="[0-9]+" maxlength="9" autocomplete="off" required value="{{AMOUNT}}" aria-describedby="amount-hint{{#AMOUNT_ERROR}} amount-problem{{/AMOUNT_ERROR}}"{{#AMOUNT_ERROR}} aria-invalid="true"{{/AMOUNT_ERROR}}>
<button class="btn btn-main">[[point.charge]]</button>
</div>
{{#AMOUNT_ERROR}}<span class="problem" id="amount-problem">{{PROBLEM}}</span>{{/AMOUNT_ERROR}}
<span class="hint" id="amount-hint">[[point.hint UNIT_TEXT CHARGE_MAX_TEXT BALANCE_MAX_TEXT]]</span>
</div>
</form>
</section>
<section>
<h2 class="point-history-head">[[point.history]]</h2>
{{#HISTORY}}
<table class="table ledger">
<thead><tr><th scope="col">[[point.at]]</th><th scope="col">[[point.what]]</th><th scope="col" class="num">[[point.amount]]</th><th scope="col" class="num">[[point.after]]</th></tr></thead>
<tbody>
{{#ENTRY}}
<tr>
<td data-label="[[point.at]]"><time>{{AT}}</time></td>
<td data-label="[[point.what]]"><span>{{KIND_TEXT}}{{#ORDERED}} <a class="link small num" href="/orders/{{ORDER_NO}}">{{ORDER_NO}}</a>{{/ORDERED}}</span></td>
<td data-label="[[point.amount]]" class="num"><span class="won{{#PLUS}} plus{{/PLUS}}">{{#PLUS}}+{{/PLUS}}{{#MINUS}}−{{/MINUS}}[[money AMOUNT]]</span></td>
<td data-label="[[point.after]]" class="num"><span class="won">[[money BALANCE_AFTER]]</span></td>
</tr>
{{/ENTRY}}
</tbody>
</table>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="/me/points">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[point.older]]</a>{{/NEXT}}
</nav>
{{/HISTORY}}
{{#EMPTY}}<p class="empty">[[point.empty]]</p>{{/EMPTY}}
</section>
</div>
{{>FOOTER}}
