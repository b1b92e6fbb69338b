"""Names that AWS publishes as lists, and refuses everything else."""

from __future__ import annotations

import functools
import json
from pathlib import Path

# The file of the readiness rules, which lie beside this program.
_FILE = Path(__file__).resolve().parents[2] / "rules" / "ec2_readiness" / "data" / "names.json"

# Managed data identifiers of CloudWatch Logs, and the countries that are part of a name.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-managed-data-identifiers.html
_EVERYWHERE = (
    "Address AwsSecretKey CreditCardExpiration CreditCardNumber CreditCardSecurityCode "
    "EmailAddress IpAddress LatLong Name OpenSshPrivateKey PgpPrivateKey PkcsPrivateKey "
    "PuttyPrivateKey VehicleIdentificationNumber"
)
_BY_COUNTRY = {
    "BankAccountNumber": "DE ES FR GB IT US",
    "CepCode": "BR",
    "Cnpj": "BR",
    "CpfCode": "BR",
    "DriversLicense": "AT AU BE BG CA CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL "
    "PT RO SE SI SK US",
    "DrugEnforcementAgencyNumber": "US",
    "ElectoralRollNumber": "GB",
    "HealthInsuranceCardNumber": "EU",
    "HealthInsuranceClaimNumber": "US",
    "HealthInsuranceNumber": "FR",
    "HealthcareProcedureCode": "US",
    "IndividualTaxIdentificationNumber": "US",
    "InseeCode": "FR",
    "MedicareBeneficiaryNumber": "US",
    "NationalDrugCode": "US",
    "NationalIdentificationNumber": "DE ES IT",
    "NationalInsuranceNumber": "GB",
    "NationalProviderId": "US",
    "NhsNumber": "GB",
    "NieNumber": "ES",
    "NifNumber": "ES",
    "PassportNumber": "CA DE ES FR GB IT US",
    "PermanentResidenceNumber": "CA",
    "PersonalHealthNumber": "CA",
    "PhoneNumber": "BR DE ES FR GB IT US",
    "PostalCode": "CA",
    "RgNumber": "BR",
    "SocialInsuranceNumber": "CA",
    "Ssn": "ES US",
    "TaxId": "DE ES FR GB",
    "ZipCode": "US",
}
DATA_IDENTIFIERS = (
    *_EVERYWHERE.split(),
    *(f"{name}-{code}" for name, codes in _BY_COUNTRY.items() for code in codes.split()),
)


def time_zones() -> frozenset[str]:
    """Return the names of the IANA database."""
    return _names("time zones")


def core_rules() -> frozenset[str]:
    """Return the names of the rules in AWSManagedRulesCommonRuleSet."""
    return _names("core rules")


@functools.cache
def _names(kind: str) -> frozenset[str]:
    """Return names as the readiness rules know them; empty where those are not there."""
    try:
        found = json.loads(_FILE.read_text(encoding="utf-8"))[kind]["names"]
    except (OSError, ValueError, LookupError):
        return frozenset()
    return frozenset(found)
