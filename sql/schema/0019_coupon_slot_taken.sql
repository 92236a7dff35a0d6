-- An issue that found no slot is refused by the schema: it can be sent without looking at the answer.
ALTER TABLE issued_coupon ADD CONSTRAINT issued_coupon_slot_no CHECK (slot_no >= 1);
