-- One row for every pair of the spine, the 66 features side by side. A row that a night has published is never
-- rewritten by a later training run: rows of the run's dates are replaced, others are added where they are missing.
{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    spine.loan_id,
    spine.customer_id,
    spine.as_of_date,
    spine.population,
    cast(applicant.age_years as integer) as age_years,
    cast(applicant.age_at_maturity_years as double) as age_at_maturity_years,
    cast(applicant.dependents_count as integer) as dependents_count,
    cast(applicant.income_per_dependent as double) as income_per_dependent,
    cast(applicant.annual_income_log as double) as annual_income_log,
    cast(applicant.employment_type_code as varchar) as employment_type_code,
    cast(applicant.years_of_experience as double) as years_of_experience,
    cast(applicant.employment_stability_ratio as double) as employment_stability_ratio,
    cast(applicant.current_job_tenure_months as integer) as current_job_tenure_months,
    cast(applicant.education_level as integer) as education_level,
    cast(applicant.city_tier as integer) as city_tier,
    cast(applicant.is_income_verified as integer) as is_income_verified,
    cast(applicant.contactability_score as integer) as contactability_score,
    cast(applicant.relationship_vintage_months as integer) as relationship_vintage_months,
    cast(loan.loan_amount_log as double) as loan_amount_log,
    cast(loan.loan_amount_category as integer) as loan_amount_category,
    cast(loan.loan_tenure_months as integer) as loan_tenure_months,
    cast(loan.tenure_category as integer) as tenure_category,
    cast(loan.interest_rate_pct as double) as interest_rate_pct,
    cast(loan.rate_spread_pct as double) as rate_spread_pct,
    cast(loan.loan_type_code as varchar) as loan_type_code,
    cast(loan.is_secured as integer) as is_secured,
    cast(loan.ltv_ratio as double) as ltv_ratio,
    cast(loan.interest_to_principal_ratio as double) as interest_to_principal_ratio,
    cast(loan.months_on_book as integer) as months_on_book,
    cast(loan.remaining_tenure_ratio as double) as remaining_tenure_ratio,
    cast(loan.has_co_applicant_or_guarantor as integer) as has_co_applicant_or_guarantor,
    cast(affordability.dti_ratio as double) as dti_ratio,
    cast(affordability.emi_to_income_ratio as double) as emi_to_income_ratio,
    cast(affordability.foir_ratio as double) as foir_ratio,
    cast(affordability.loan_to_income_ratio as double) as loan_to_income_ratio,
    cast(affordability.debt_to_income_ratio as double) as debt_to_income_ratio,
    cast(affordability.credit_to_income_ratio as double) as credit_to_income_ratio,
    cast(affordability.unsecured_exposure_to_income_ratio as double) as unsecured_exposure_to_income_ratio,
    cast(affordability.residual_income_per_head as double) as residual_income_per_head,
    cast(bureau.normalized_credit_score as double) as normalized_credit_score,
    cast(bureau.credit_score_tier as integer) as credit_score_tier,
    cast(bureau.credit_score_diff as integer) as credit_score_diff,
    cast(bureau.credit_score_change_6m as integer) as credit_score_change_6m,
    cast(bureau.is_thin_file as integer) as is_thin_file,
    cast(bureau.credit_history_months as integer) as credit_history_months,
    cast(bureau.active_accounts_count as integer) as active_accounts_count,
    cast(bureau.active_account_ratio as double) as active_account_ratio,
    cast(bureau.credit_utilization as double) as credit_utilization,
    cast(bureau.enquiries_6m as integer) as enquiries_6m,
    cast(bureau.enquiry_velocity as double) as enquiry_velocity,
    cast(bureau.delinquency_severity_24m as integer) as delinquency_severity_24m,
    cast(bureau.months_since_last_delinquency as integer) as months_since_last_delinquency,
    cast(bureau.bureau_overdue_ratio as double) as bureau_overdue_ratio,
    cast(bureau.has_written_off_or_settled as integer) as has_written_off_or_settled,
    cast(repayment.current_dpd as integer) as current_dpd,
    cast(repayment.max_dpd_12m as integer) as max_dpd_12m,
    cast(repayment.avg_dpd_6m as double) as avg_dpd_6m,
    cast(repayment.dpd_trend_3v6 as double) as dpd_trend_3v6,
    cast(repayment.late_payment_ratio as double) as late_payment_ratio,
    cast(repayment.partial_payment_ratio as double) as partial_payment_ratio,
    cast(repayment.max_consecutive_late_12m as integer) as max_consecutive_late_12m,
    cast(repayment.payment_to_due_ratio_6m as double) as payment_to_due_ratio_6m,
    cast(repayment.days_since_last_payment as integer) as days_since_last_payment,
    cast(repayment.bounce_count_6m as integer) as bounce_count_6m,
    cast(repayment.auto_debit_ratio_12m as double) as auto_debit_ratio_12m,
    cast(repayment.cure_count_12m as integer) as cure_count_12m,
    cast(relationship.own_prior_loans_count as integer) as own_prior_loans_count,
    cast(relationship.own_prior_worst_delay_days as integer) as own_prior_worst_delay_days,
    cast(relationship.area_product_bad_rate_lagged as double) as area_product_bad_rate_lagged,
    cast(relationship.borrower_max_dpd_other_loans as integer) as borrower_max_dpd_other_loans,
    bureau.bureau_score,
    bureau.pull_date,
    bureau.is_bureau_missing
from {{ ref('int_spine') }} as spine
inner join {{ ref('int_features_applicant') }} as applicant
    on spine.loan_id = applicant.loan_id and spine.as_of_date = applicant.as_of_date
inner join {{ ref('int_features_loan') }} as loan
    on spine.loan_id = loan.loan_id and spine.as_of_date = loan.as_of_date
inner join {{ ref('int_features_affordability') }} as affordability
    on spine.loan_id = affordability.loan_id and spine.as_of_date = affordability.as_of_date
inner join {{ ref('int_features_bureau') }} as bureau
    on spine.loan_id = bureau.loan_id and spine.as_of_date = bureau.as_of_date
left join {{ ref('int_features_repayment_behaviour') }} as repayment
    on spine.loan_id = repayment.loan_id and spine.as_of_date = repayment.as_of_date
inner join {{ ref('int_features_relationship') }} as relationship
    on spine.loan_id = relationship.loan_id and spine.as_of_date = relationship.as_of_date
{% if is_incremental() -%}
left join {{ this }} as published
    on spine.loan_id = published.loan_id and spine.as_of_date = published.as_of_date
where published.loan_id is null
{%- endif %}
