import pytest
@pytest.mark.django_db
def test_x():
    from bookkeeping.models import Voucher
    assert Voucher.objects.count()==0
