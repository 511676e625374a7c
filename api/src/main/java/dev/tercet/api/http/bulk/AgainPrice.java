package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.money.EstimateView;
import dev.tercet.api.http.money.MoneyView;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.estimate.WorkEstimate;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.BulkStore.Matched;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What making documents again would take: estimated for the first ones, and from these for all.
 *
 * @param project as it is now
 */
record AgainPrice(Services services, Project project) {
  /** So many documents are cut and looked up. */
  private static final int SAMPLE = 100;

  /** Adds the sample, and what all would cost if they are like it; nothing when none matches. */
  void fill(ObjectNode preview, BulkFilter filter, Matched matched) {
    List<Document> first = services.bulk().first(BulkAction.AGAIN, filter, SAMPLE);
    WorkEstimate estimate = services.estimates().begin(project).orElseThrow();
    int added = 0;
    while (added < first.size() && estimate.add(first.get(added))) {
      added++;
    }
    if (added == 0 || added < first.size()) {
      return; // no sum is of use: too many questions, or no document
    }
    WorkEstimate.Sum sum = estimate.sum();
    preview.set("sample", EstimateView.of(sum, 0));
    Money cost = sum.cost();
    if (cost != null && !matched.more()) {
      Money all = ofAll(cost, added, matched.count());
      MoneyView.fill(preview.putObject("cost"), all);
    }
  }

  /** The same by so many documents, rounded up to a billionth. */
  static Money ofAll(Money ofSample, long sample, long documents) {
    BigDecimal nanos =
        new BigDecimal(ofSample.nanos())
            .multiply(BigDecimal.valueOf(documents))
            .divide(BigDecimal.valueOf(sample), 0, RoundingMode.CEILING);
    return new Money(nanos.toBigIntegerExact(), ofSample.currency());
  }
}
