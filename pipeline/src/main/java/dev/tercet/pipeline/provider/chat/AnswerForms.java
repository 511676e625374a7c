package dev.tercet.pipeline.provider.chat;

import dev.tercet.pipeline.provider.exchange.Exchange;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.port.Extractor.Reply;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * In which form one project's schema is asked of one model: the surest that its endpoint takes. A
 * request that is refused is asked in the next weaker form, if the refusal names the form, or if
 * nobody knows yet that the endpoint takes it, whatever the words are. What is refused in every
 * form is refused for the passage.
 *
 * @param <F> the forms
 */
public final class AnswerForms<F> {
  private final String shape;
  private final List<F> forms;
  private final List<String> words;

  /** The place of the form that is asked first. */
  private final AtomicInteger surest = new AtomicInteger();

  /** The place of a form in which an answer has come; beyond the last one as long as none has. */
  private final AtomicInteger taken = new AtomicInteger(Integer.MAX_VALUE);

  /**
   * Forms of which none is known to be taken.
   *
   * @param factSchema the project's
   * @param forms the surest first
   * @param words in lower case, of which a refusal of the form has one
   */
  public AnswerForms(String factSchema, List<F> forms, List<String> words) {
    shape = AnswerShape.around(factSchema);
    this.forms = List.copyOf(forms);
    this.words = List.copyOf(words);
  }

  /** The schema of the answers. */
  public String shape() {
    return shape;
  }

  /** The surest form that has not been refused. */
  public F surest() {
    return forms.get(surest.get());
  }

  /**
   * The reply to the first form that is not refused, or to the last one.
   *
   * @param send asks in a form
   * @param exchange what the newest request got
   */
  public Reply ask(Function<F, Reply> send, Exchange exchange) {
    int first = surest.get();
    int at = first;
    Reply reply = send.apply(forms.get(at));
    while (at + 1 < forms.size() && isRefused(reply, exchange, at)) {
      at++;
      reply = send.apply(forms.get(at));
    }
    if (exchange.status() / 100 == 2) {
      surest.compareAndSet(first, at);
      taken.set(at);
    }
    return reply;
  }

  private boolean isRefused(Reply reply, Exchange exchange, int at) {
    boolean ofRequest = exchange.status() == 400 || exchange.status() == 422;
    if (!ofRequest
        || !(reply instanceof Reply.Refused(var failure, var _))
        || !failure.code().equals(FailedCall.REFUSED_REQUEST)) {
      return false;
    }
    String body = exchange.errorBody().toLowerCase(Locale.ROOT);
    return taken.get() != at || words.stream().anyMatch(body::contains);
  }
}
