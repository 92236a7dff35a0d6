{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium stack-l">
<div class="page-head"><h1>[[layout.profile]]</h1></div>
{{#SAVED_PROFILE}}<p class="notice" role="status">[[account.saved_profile]]</p>{{/SAVED_PROFILE}}
{{#SAVED_PASSWORD}}<p class="notice" role="status">[[account.saved_password]]</p>{{/SAVED_PASSWORD}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
<p>{{EMAIL}}<br><span class="small muted num">[[account.since SINCE]]</span></p>
<nav class="row me-ways" aria-label="[[layout.profile]]">
<a class="btn" href="/orders">[[layout.orders]]</a>
<a class="btn" href="/me/points">[[layout.points]]</a>
<a class="btn" href="/me/coupons">[[layout.my_coupons]]</a>
<a class="btn" href="/me/notifications">[[layout.notifications]]</a>
</nav>
<section class="panel">
<h2>[[account.profile]]</h2>
<form class="form stack" method="post" action="/me/profile">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="name">[[field.name]]</label>
<input class="input" id="name" name="name" maxlength="50" autocomplete="name" required value="{{NAME}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}{{#NAME_ERROR}} aria-describedby="name-problem"{{/NAME_ERROR}}>
{{#NAME_ERROR}}<span class="problem" id="name-problem">{{PROBLEM}}</span>{{/NAME_ERROR}}
</div>
<div class="field">
<label for="phone">[[field.phone]]</label>
<input class="input" id="phone" name="phone" type="tel" inputmode="tel" maxlength="13" autocomplete="tel" placeholder="010-1234-5678" required value="{{PHONE}}"{{#PHONE_ERROR}} aria-invalid="true"{{/PHONE_ERROR}}{{#PHONE_ERROR}} aria-describedby="phone-problem"{{/PHONE_ERROR}}>
{{#PHONE_ERROR}}<span class="problem" id="phone-problem">{{PROBLEM}}</span>{{/PHONE_ERROR}}
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
<button class="btn btn-main">[[account.save]]</button>
</form>
</section>
<section class="panel">
<h2>[[account.change_password]]</h2>
<form class="form stack" method="post" action="/me/password">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="current">[[account.current_password]]</label>
<input class="input" id="current" name="currentPassword" type="password" maxlength="128" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true"{{/CURRENT_PASSWORD_ERROR}}{{#CURRENT_PASSWORD_ERROR}} aria-describedby="current-problem"{{/CURRENT_PASSWORD_ERROR}}>
{{#CURRENT_PASSWORD_ERROR}}<span class="problem" id="current-problem">{{PROBLEM}}</span>{{/CURRENT_PASSWORD_ERROR}}
</div>
<div class="field">
<label for="password">[[account.new_password]]</label>
<input class="input" id="password" name="password" type="password" minlength="8" maxlength="128" autocomplete="new-password" required{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}} aria-describedby="password-hint{{#PASSWORD_ERROR}} password-problem{{/PASSWORD_ERROR}}">
<span class="hint" id="password-hint">[[account.password_hint]]</span>
{{#PASSWORD_ERROR}}<span class="problem" id="password-problem">{{PROBLEM}}</span>{{/PASSWORD_ERROR}}
</div>
<p class="hint">[[account.password_ends_sessions]]</p>
<button class="btn btn-main">[[account.change_password]]</button>
</form>
</section>
<section class="panel">
<h2>[[account.leave]]</h2>
<p class="small muted">[[account.leave_hint]]</p>
<form class="form stack" method="post" action="/me/leave">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="leave-password">[[field.password]]</label>
<input class="input" id="leave-password" name="leavePassword" type="password" maxlength="128" autocomplete="current-password" required{{#LEAVE_PASSWORD_ERROR}} aria-invalid="true"{{/LEAVE_PASSWORD_ERROR}}{{#LEAVE_PASSWORD_ERROR}} aria-describedby="leave-password-problem"{{/LEAVE_PASSWORD_ERROR}}>
{{#LEAVE_PASSWORD_ERROR}}<span class="problem" id="leave-password-problem">{{PROBLEM}}</span>{{/LEAVE_PASSWORD_ERROR}}
</div>
<button class="btn btn-danger">[[account.leave]]</button>
</form>
</section>
</div>
{{>FOOTER}}
