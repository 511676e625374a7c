package dev.tercet.api.http.money;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.estimate.WorkEstimate;
import dev.tercet.saga.Usage;
import dev.tercet.saga.money.Money;

/** What documents would take, as answers show it. */
public final class EstimateView {
  private EstimateView() {}

  /** All of them together, and how many lines would be refused. */
  public static ObjectNode of(WorkEstimate.Sum sum, int refused) {
    Usage usage = sum.usage();
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("provider", sum.provider())
            .put("model", sum.model())
            .put("documents", sum.documents())
            .put("refused", refused)
            .put("passages", sum.passages())
            .put("answered", sum.answered())
            .put("repeated", sum.repeated())
            .put("calls", usage.calls())
            .put("inputTokens", Long.toString(usage.inputTokens()))
            .put("outputTokens", Long.toString(usage.outputTokens()));
    Money cost = sum.cost();
    if (cost != null) {
      MoneyView.fill(view.putObject("cost"), cost);
    }
    return view.put("unpricedCalls", sum.unpriced());
  }
}
