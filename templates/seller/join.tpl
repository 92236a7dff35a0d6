{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium stack-l">
<div class="page-head"><h1>[[seller.join]]</h1></div>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<p class="muted">[[seller.join_lead]]</p>
<form class="form stack panel" method="post" action="/seller/join" data-once>
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="business">[[field.business_name]]</label>
<input class="input" id="business" name="businessName" maxlength="100" autocomplete="organization" required value="{{BUSINESS_NAME}}"{{#BUSINESS_NAME_ERROR}} aria-invalid="true"{{/BUSINESS_NAME_ERROR}}{{#BUSINESS_NAME_ERROR}} aria-describedby="business-problem"{{/BUSINESS_NAME_ERROR}}>
{{#BUSINESS_NAME_ERROR}}<span class="problem" id="business-problem">{{PROBLEM}}</span>{{/BUSINESS_NAME_ERROR}}
</div>
<div class="field">
<label for="registration">[[field.registration_number]]</label>
<input class="input" id="registration" name="registrationNumber" inputmode="numeric" minlength="10" maxlength="12" autocomplete="off" placeholder="123-45-67890" required data-registration="[[seller.registration_wrong]]" value="{{REGISTRATION_NUMBER}}"{{#REGISTRATION_NUMBER_ERROR}} aria-invalid="true"{{/REGISTRATION_NUMBER_ERROR}} aria-describedby="registration-hint{{#REGISTRATION_NUMBER_ERROR}} registration-problem{{/REGISTRATION_NUMBER_ERROR}}">
<span class="hint" id="registration-hint">[[seller.registration_hint]]</span>
{{#REGISTRATION_NUMBER_ERROR}}<span class="problem" id="registration-problem">{{PROBLEM}}</span>{{/REGISTRATION_NUMBER_ERROR}}
</div>
<div class="field">
<label for="contact">[[field.contact]]</label>
<input class="input" id="contact" name="contact" maxlength="100" required value="{{CONTACT}}"{{#CONTACT_ERROR}} aria-invalid="true"{{/CONTACT_ERROR}} aria-describedby="contact-hint{{#CONTACT_ERROR}} contact-problem{{/CONTACT_ERROR}}">
<span class="hint" id="contact-hint">[[seller.contact_hint]]</span>
{{#CONTACT_ERROR}}<span class="problem" id="contact-problem">{{PROBLEM}}</span>{{/CONTACT_ERROR}}
</div>
<div class="field field-short">
<label for="postcode">[[field.postcode]]</label>
<input class="input" id="postcode" name="address.postcode" inputmode="numeric" maxlength="5" pattern="[0-9]{5}" autocomplete="postal-code" placeholder="06236" required value="{{ADDRESS_POSTCODE}}"{{#ADDRESS_POSTCODE_ERROR}} aria-invalid="true"{{/ADDRESS_POSTCODE_ERROR}}{{#ADDRESS_POSTCODE_ERROR}} aria-describedby="postcode-problem"{{/ADDRESS_POSTCODE_ERROR}}>
{{#ADDRESS_POSTCODE_ERROR}}<span class="problem" id="postcode-problem">{{PROBLEM}}</span>{{/ADDRESS_POSTCODE_ERROR}}
</div>
<div class="field">
<label for="line1">[[field.line1]]</label>
<input class="input" id="line1" name="address.line1" maxlength="200" autocomplete="address-line1" required value="{{ADDRESS_LINE1}}"{{#ADDRESS_LINE1_ERROR}} aria-invalid="true"{{/ADDRESS_LINE1_ERROR}}{{#ADDRESS_LINE1_ERROR}} aria-describedby="line1-problem"{{/ADDRESS_LINE1_ERROR}}>
{{#ADDRESS_LINE1_ERROR}}<span class="problem" id="line1-problem">{{PROBLEM}}</span>{{/ADDRESS_LINE1_ERROR}}
</div>
<div class="field">
<label for="line2">[[field.line2]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="line2" name="address.line2" maxlength="200" autocomplete="address-line2" value="{{ADDRESS_LINE2}}"{{#ADDRESS_LINE2_ERROR}} aria-invalid="true"{{/ADDRESS_LINE2_ERROR}}{{#ADDRESS_LINE2_ERROR}} aria-describedby="line2-problem"{{/ADDRESS_LINE2_ERROR}}>
{{#ADDRESS_LINE2_ERROR}}<span class="problem" id="line2-problem">{{PROBLEM}}</span>{{/ADDRESS_LINE2_ERROR}}
</div>
<div class="field">
<label for="category">[[field.main_category]]</label>
<input class="input" id="category" name="category" maxlength="40" autocomplete="off" required value="{{CATEGORY}}"{{#CATEGORY_ERROR}} aria-invalid="true"{{/CATEGORY_ERROR}}{{#CATEGORY_ERROR}} aria-describedby="category-problem"{{/CATEGORY_ERROR}}>
{{#CATEGORY_ERROR}}<span class="problem" id="category-problem">{{PROBLEM}}</span>{{/CATEGORY_ERROR}}
</div>
<button class="btn btn-main btn-large btn-wide">[[seller.join_do]]</button>
</form>
</div>
<script type="module" src="/static/js/seller.js"></script>
{{>FOOTER}}
