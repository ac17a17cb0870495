"""An indicator of one's own, as the how-to shows it."""

from counterpoise.core.measure import measure


@measure(
    symbol=r"b_{ij}",
    unit="share",
    dims="country partner sector",
    short="abroad only",
    formula=r"\sum_{s,k} Z_{js,ik} / \sum_{j \ne i} \sum_{s,k} Z_{js,ik}",
    cite="the how-to",
)
def share_of_imported_inputs(inputs):
    """Share of a country's imported inputs that come from a partner."""
    bought = inputs.sum("sector")
    abroad = bought.where(bought["origin"] != bought["destination"])
    return (abroad / abroad.sum("origin")).rename(origin="partner", destination="country", use="sector")
