package dev.tercet.pipeline.estimate;

import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Pricing;
import dev.tercet.saga.money.TokenEstimate;
import dev.tercet.saga.port.Extractor;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What documents of one project would take, added up one after the other: each question once, and
 * none that has an answer. For one thread.
 */
public final class WorkEstimate {
  /** More are not kept in memory. */
  public static final int MOST_QUESTIONS = 200_000;

  private static final int LOOK_AT_ONCE = 500;

  private final Project project;
  private final String schema;
  private final Extractor extractor;
  private final Cutter cutter;
  private final AnswerReader answers;
  private final Pricing pricing;
  private final Set<Fingerprint> known = new HashSet<>();
  private final Map<Fingerprint, Usage> waiting = new HashMap<>();
  private long documents;
  private long passages;
  private long answered;
  private long unpriced;
  private Usage usage = Usage.NONE;
  private BigInteger nanos = BigInteger.ZERO;
  private @Nullable String currency;

  WorkEstimate(
      Project project,
      String schema,
      Extractor extractor,
      Cutter cutter,
      AnswerReader answers,
      Pricing pricing) {
    this.project = project;
    this.schema = schema;
    this.extractor = extractor;
    this.cutter = cutter;
    this.answers = answers;
    this.pricing = pricing;
  }

  /**
   * All of them together.
   *
   * @param answered passages whose question has an answer already
   * @param repeated passages that ask what another one of these asks
   * @param usage of the calls to be made
   * @param unpriced of these calls such as have no known price
   * @param cost of the others; null when no price is known
   */
  public record Sum(
      String provider,
      String model,
      long documents,
      long passages,
      long answered,
      long repeated,
      Usage usage,
      long unpriced,
      @Nullable Money cost) {}

  /**
   * Adds a document that can be stored; false when there would be more than {@value
   * #MOST_QUESTIONS} questions, and then the sum is of no use.
   */
  public boolean add(Document document) {
    documents++;
    Iterator<Span> spans = cutter.walk(document.text());
    while (spans.hasNext()) {
      String passage = spans.next().of(document.text());
      passages++;
      Fingerprint question =
          QuestionName.of(extractor, schema, passage, document.source(), document.metadata());
      if (known.add(question)) {
        if (known.size() > MOST_QUESTIONS) {
          return false;
        }
        waiting.put(question, TokenEstimate.of(project.schema(), passage));
      }
      if (waiting.size() == LOOK_AT_ONCE) {
        look();
      }
    }
    return true;
  }

  private void look() {
    Set<Fingerprint> found = answers.answered(project.id(), waiting.keySet());
    answered += found.size();
    waiting.keySet().removeAll(found);
    waiting.values().forEach(this::count);
    waiting.clear();
  }

  private void count(Usage call) {
    usage = usage.plus(extractor.isLocal() ? new Usage(1, 0, 0) : call);
    switch (pricing.charge(extractor.provider(), extractor.model(), call)) {
      case Charge.Priced(var cost, _) -> {
        nanos = nanos.add(cost.nanos());
        currency = cost.currency();
      }
      case Charge.Unpriced _ -> unpriced++;
      case Charge.Free(), Charge.Inside() -> {}
    }
  }

  /** What has been added by now. */
  public Sum sum() {
    look();
    return new Sum(
        extractor.provider(),
        extractor.model(),
        documents,
        passages,
        answered,
        passages - known.size(),
        usage,
        unpriced,
        currency == null ? null : new Money(nanos, currency));
  }
}
