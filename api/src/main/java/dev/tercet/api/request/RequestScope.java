package dev.tercet.api.request;

import dev.tercet.saga.LogFields;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request's lines in the log belong to, on whichever thread they are written. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestScope {
  private static final Pattern PLACE =
      Pattern.compile(
          "/projects/([a-z0-9][a-z0-9-]{0,62})(?:/extractions(?:/([0-9a-fA-F-]{36}))?)?(?:/.*)?");

  /** Opens it for everything that follows. */
  @RequestFilter
  void enter(HttpRequest<?> request, MutablePropagatedContext context) {
    Map<String, String> fields = new HashMap<>(place(request.getPath()));
    RequestId.of(request).ifPresent(id -> fields.put(LogFields.REQUEST, id));
    context.add(new MdcPropagationContext(Map.copyOf(fields)));
  }

  /** The project and the extraction that an address names. */
  static Map<String, String> place(String path) {
    Matcher matcher = PLACE.matcher(path);
    if (!matcher.matches()) {
      return Map.of();
    }
    return matcher.group(2) == null
        ? Map.of(LogFields.PROJECT, matcher.group(1))
        : Map.of(LogFields.PROJECT, matcher.group(1), LogFields.EXTRACTION, matcher.group(2));
  }
}
