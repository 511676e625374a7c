package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
public final class LetterOptions {
  @Option(names = "--project", description = "Only of this project.")
  private @Nullable String project;

  @Option(names = "--code", description = "Only with this error, such as provider-timeout.")
  private @Nullable String code;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Only of this class: transient, permanent or poison.")
  private @Nullable String failureClass;

  /** Parameters of a list, each with an ampersand behind it. */
  public String query() {
    return filter().properties().stream()
        .map(it -> ListPages.parameter(it.getKey(), it.getValue().textValue()))
        .collect(Collectors.joining());
  }

  /** The filter of a run; without fields when nothing narrows it. */
  public ObjectNode filter() {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    put(filter, "project", project);
    put(filter, "code", code);
    put(filter, "class", failureClass);
    return filter;
  }

  private static void put(ObjectNode filter, String name, @Nullable String value) {
    if (value != null) {
      filter.put(name, value);
    }
  }
}
