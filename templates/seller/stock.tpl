{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="medium stack-l">
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/seller/products">[[seller.products]]</a></li><li><a href="/seller/products/{{PRODUCT_ID}}">{{PRODUCT_NAME}}</a></li><li aria-current="page">[[seller.stock]]</li></ol></nav>
<div class="page-head"><h1>[[seller.stock_title PRODUCT_NAME]]</h1></div>
{{#SAVED}}<p class="notice" role="status">[[seller.stock_saved]]</p>{{/SAVED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<dl class="tiles">
<div><dt>[[seller.on_hand]]</dt><dd class="figure">{{ON_HAND}}</dd></div>
<div><dt>[[seller.reserved]]</dt><dd class="figure">{{RESERVED}}</dd></div>
<div><dt>[[seller.available]]</dt><dd class="figure">{{AVAILABLE}}</dd></div>
</dl>
<section class="panel">
<h2>[[seller.adjust]]</h2>
<form class="form" method="post" action="/seller/products/{{PRODUCT_ID}}/stock" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<div class="pair">
<div class="field">
<label for="delta">[[seller.delta]]</label>
<input class="input" id="delta" name="delta" type="number" min="-1000000000" max="1000000000" required value="{{DELTA}}"{{#DELTA_ERROR}} aria-invalid="true"{{/DELTA_ERROR}} aria-describedby="delta-hint{{#DELTA_ERROR}} delta-problem{{/DELTA_ERROR}}">
<span class="hint" id="delta-hint">[[seller.delta_hint]]</span>
{{#DELTA_ERROR}}<span class="problem" id="delta-problem">{{PROBLEM}}</span>{{/DELTA_ERROR}}
</div>
<div class="field">
<label for="reason">[[seller.reason]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="reason" name="reason" maxlength="200" autocomplete="off" list="reasons" value="{{REASON}}"{{#REASON_ERROR}} aria-invalid="true"{{/REASON_ERROR}}{{#REASON_ERROR}} aria-describedby="reason-problem"{{/REASON_ERROR}}>
<datalist id="reasons"><option value="[[seller.reason_received]]"></option><option value="[[seller.reason_counted]]"></option><option value="[[seller.reason_damaged]]"></option></datalist>
{{#REASON_ERROR}}<span class="problem" id="reason-problem">{{PROBLEM}}</span>{{/REASON_ERROR}}
</div>
</div>
<button class="btn btn-main">[[seller.adjust_do]]</button>
</form>
</section>
<section>
<h2>[[seller.stock_history]]</h2>
<table class="table desk-table">
<thead><tr><th scope="col">[[point.at]]</th><th scope="col">[[point.what]]</th><th scope="col" class="num">[[seller.on_hand]]</th><th scope="col" class="num">[[seller.reserved]]</th></tr></thead>
<tbody>
{{#ENTRY}}
<tr>
<td data-label="[[point.at]]"><time>{{AT}}</time></td>
<td data-label="[[point.what]]"><span>{{KIND_TEXT}}{{#ORDERED}}<span class="small muted num unbroken"> · {{ORDER_NO}}</span>{{/ORDERED}}{{#REASONED}}<span class="small"> · {{REASON_GIVEN}}</span>{{/REASONED}}<span class="small muted"> · {{ACTOR_TEXT}}</span></span></td>
<td data-label="[[seller.on_hand]]" class="num"><span>{{ON_HAND_AFTER}}{{#ON_HAND_MOVED}} <span class="small muted">{{BY}}</span>{{/ON_HAND_MOVED}}</span></td>
<td data-label="[[seller.reserved]]" class="num"><span>{{RESERVED_AFTER}}{{#RESERVED_MOVED}} <span class="small muted">{{BY}}</span>{{/RESERVED_MOVED}}</span></td>
</tr>
{{/ENTRY}}
</tbody>
</table>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{FIRST_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[point.older]]</a>{{/NEXT}}
</nav>
</section>
</div>
{{>FOOTER}}
