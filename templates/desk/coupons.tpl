{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>DESK_NAV}}
<div class="head-opens">
<div class="page-head"><h1>[[title.desk_coupons]]</h1></div>
{{#DONE}}<p class="notice" role="status">[[desk.coupon_made]]</p>{{/DONE}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<details class="confirm"{{#OPEN}} open{{/OPEN}}>
<summary class="btn btn-main">[[desk.coupon_new]]</summary>
<form class="panel form medium desk-form" method="post" action="/admin/coupons" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">
<div class="field">
<label for="name">[[desk.coupon_name]]</label>
<input class="input" id="name" name="name" maxlength="100" required autocomplete="off" value="{{NAME}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}{{#NAME_ERROR}} aria-describedby="name-problem"{{/NAME_ERROR}}>
{{#NAME_ERROR}}<span class="problem" id="name-problem">{{PROBLEM}}</span>{{/NAME_ERROR}}
</div>
<div class="pair">
<div class="field">
<label for="type">[[desk.coupon_type]]</label>
<select class="input" id="type" name="type"{{#TYPE_ERROR}} aria-invalid="true" aria-describedby="type-problem"{{/TYPE_ERROR}}>
{{#TYPE}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/TYPE}}
</select>
{{#TYPE_ERROR}}<span class="problem" id="type-problem">{{PROBLEM}}</span>{{/TYPE_ERROR}}
</div>
<div class="field">
<label for="value">[[desk.coupon_value]]</label>
<input class="input" id="value" name="value" type="number" inputmode="numeric" min="0" value="{{VALUE}}"{{#VALUE_ERROR}} aria-invalid="true"{{/VALUE_ERROR}} aria-describedby="value-hint{{#VALUE_ERROR}} value-problem{{/VALUE_ERROR}}">
{{#VALUE_ERROR}}<span class="problem" id="value-problem">{{PROBLEM}}</span>{{/VALUE_ERROR}}
<span class="hint" id="value-hint">[[desk.coupon_value_hint]]</span>
</div>
</div>
<div class="pair">
<div class="field">
<label for="minOrderAmount">[[desk.coupon_min]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="minOrderAmount" name="minOrderAmount" type="number" inputmode="numeric" min="0" value="{{MIN_ORDER_AMOUNT}}"{{#MIN_ORDER_AMOUNT_ERROR}} aria-invalid="true"{{/MIN_ORDER_AMOUNT_ERROR}}{{#MIN_ORDER_AMOUNT_ERROR}} aria-describedby="minOrderAmount-problem"{{/MIN_ORDER_AMOUNT_ERROR}}>
{{#MIN_ORDER_AMOUNT_ERROR}}<span class="problem" id="minOrderAmount-problem">{{PROBLEM}}</span>{{/MIN_ORDER_AMOUNT_ERROR}}
</div>
<div class="field">
<label for="maxDiscount">[[desk.coupon_max]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="maxDiscount" name="maxDiscount" type="number" inputmode="numeric" min="1" value="{{MAX_DISCOUNT}}"{{#MAX_DISCOUNT_ERROR}} aria-invalid="true"{{/MAX_DISCOUNT_ERROR}}{{#MAX_DISCOUNT_ERROR}} aria-describedby="maxDiscount-problem"{{/MAX_DISCOUNT_ERROR}}>
{{#MAX_DISCOUNT_ERROR}}<span class="problem" id="maxDiscount-problem">{{PROBLEM}}</span>{{/MAX_DISCOUNT_ERROR}}
</div>
</div>
<div class="pair">
<div class="field">
<label for="quantity">[[desk.quantity]]</label>
<input class="input" id="quantity" name="quantity" type="number" inputmode="numeric" min="1" max="1000000" required value="{{QUANTITY}}"{{#QUANTITY_ERROR}} aria-invalid="true"{{/QUANTITY_ERROR}}{{#QUANTITY_ERROR}} aria-describedby="quantity-problem"{{/QUANTITY_ERROR}}>
{{#QUANTITY_ERROR}}<span class="problem" id="quantity-problem">{{PROBLEM}}</span>{{/QUANTITY_ERROR}}
</div>
<div class="field">
<label for="validDays">[[desk.coupon_days]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="validDays" name="validDays" type="number" inputmode="numeric" min="1" max="3650" placeholder="365" value="{{VALID_DAYS}}"{{#VALID_DAYS_ERROR}} aria-invalid="true"{{/VALID_DAYS_ERROR}}{{#VALID_DAYS_ERROR}} aria-describedby="validDays-problem"{{/VALID_DAYS_ERROR}}>
{{#VALID_DAYS_ERROR}}<span class="problem" id="validDays-problem">{{PROBLEM}}</span>{{/VALID_DAYS_ERROR}}
</div>
</div>
<div class="pair">
<div class="field">
<label for="issueStartsAt">[[desk.coupon_from]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="issueStartsAt" name="issueStartsAt" type="datetime-local" value="{{ISSUE_STARTS_AT}}"{{#ISSUE_STARTS_AT_ERROR}} aria-invalid="true"{{/ISSUE_STARTS_AT_ERROR}} aria-describedby="issueStartsAt-hint{{#ISSUE_STARTS_AT_ERROR}} issueStartsAt-problem{{/ISSUE_STARTS_AT_ERROR}}">
{{#ISSUE_STARTS_AT_ERROR}}<span class="problem" id="issueStartsAt-problem">{{PROBLEM}}</span>{{/ISSUE_STARTS_AT_ERROR}}
<span class="hint" id="issueStartsAt-hint">[[desk.coupon_from_hint]]</span>
</div>
<div class="field">
<label for="issueEndsAt">[[desk.coupon_to]]</label>
<input class="input" id="issueEndsAt" name="issueEndsAt" type="datetime-local" required value="{{ISSUE_ENDS_AT}}"{{#ISSUE_ENDS_AT_ERROR}} aria-invalid="true"{{/ISSUE_ENDS_AT_ERROR}}{{#ISSUE_ENDS_AT_ERROR}} aria-describedby="issueEndsAt-problem"{{/ISSUE_ENDS_AT_ERROR}}>
{{#ISSUE_ENDS_AT_ERROR}}<span class="problem" id="issueEndsAt-problem">{{PROBLEM}}</span>{{/ISSUE_ENDS_AT_ERROR}}
</div>
</div>
<div class="field">
<label for="description">[[desk.coupon_description]] <span class="optional">[[field.optional]]</span></label>
<textarea class="input" id="description" name="description" maxlength="1000"{{#DESCRIPTION_ERROR}} aria-invalid="true" aria-describedby="description-problem"{{/DESCRIPTION_ERROR}}>
{{DESCRIPTION:p}}</textarea>
{{#DESCRIPTION_ERROR}}<span class="problem" id="description-problem">{{PROBLEM}}</span>{{/DESCRIPTION_ERROR}}
</div>
<button class="btn btn-main">[[desk.coupon_make]]</button>
</form>
</details>
</div>
{{#COUPONS}}
<table class="table desk-table">
<caption class="hidden-text">[[title.desk_coupons]]</caption>
<thead><tr><th scope="col">[[desk.coupon]]</th><th scope="col">[[desk.coupon_window]]</th><th scope="col" class="num">[[desk.issued_of]]</th><th scope="col">[[desk.state]]</th></tr></thead>
<tbody>
{{#ROW}}
<tr>
<td data-label="[[desk.coupon]]"><div><a class="link" href="/admin/coupons/{{COUPON_ID}}">{{NAME}}</a><p class="small muted">{{>WORTH}}</p></div></td>
<td data-label="[[desk.coupon_window]]" class="small muted"><div><time>{{STARTS_AT}}</time> – <time>{{ENDS_AT}}</time></div></td>
<td data-label="[[desk.issued_of]]" class="num">{{ISSUED}} / {{QUANTITY}}</td>
<td data-label="[[desk.state]]"><span class="badge badge-{{STAGE}}">{{STAGE_TEXT}}</span></td>
</tr>
{{/ROW}}
</tbody>
</table>
{{/COUPONS}}
{{#EMPTY}}<div class="empty"><h2>[[desk.coupons_empty]]</h2></div>{{/EMPTY}}
{{>PAGER}}
{{>FOOTER}}
