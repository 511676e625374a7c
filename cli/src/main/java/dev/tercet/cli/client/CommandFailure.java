package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.config.ConfigException;
import dev.tercet.cli.terminal.PrintedText;
import dev.tercet.cli.terminal.Terminal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on standard error why a command did not do what was asked: one line for a person, one
 * object for a script that asked for JSON. Standard output stays what it is.
 */
public final class CommandFailure {
  private static final Logger LOG = LoggerFactory.getLogger(CommandFailure.class);
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int MOST_SUGGESTIONS = 3;

  /** A class of Java in a message, which says nothing to a user. */
  private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z]\\w*(?::\\s*)?");

  private CommandFailure() {}

  public static int misused(ParameterException e, String[] arguments) {
    tell(e.getCommandLine(), List.of(arguments), "usage", misuse(e), e);
    return MISUSED;
  }

  public static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof Terminal.ClosedOutputException) {
      LOG.debug("the command ends with its reader", e);
      return 0;
    }
    LOG.debug("the command failed", e);
    boolean configuration = e instanceof ConfigException;
    tell(line, parsed.originalArgs(), configuration ? "configuration" : "failed", words(e), e);
    return configuration ? MISUSED : FAILED;
  }

  private static void tell(
      CommandLine line, List<String> arguments, String code, String words, Exception e) {
    if (!arguments.contains("--json")) {
      line.getErr().println("tercet: " + words);
    } else if (e instanceof ApiClient.ApiException refused && refused.problem().isObject()) {
      line.getErr().println(PrintedText.json(refused.problem()));
    } else {
      ObjectNode problem = JsonNodeFactory.instance.objectNode();
      problem.put("code", code).put("detail", words);
      line.getErr().println(PrintedText.json(problem));
    }
    line.getErr().flush();
  }

  /** What is wrong with the words that were typed, and what was perhaps meant. */
  private static String misuse(ParameterException e) {
    ArgSpec place = e.getArgSpec();
    if (place != null && e.getCause() != null) { // it could not be converted
      return PrintedText.of(
          "%s is no %s for %s; see %s"
              .formatted(shown(e.getValue()), kind(place), name(place), help(e)));
    }
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return words(e);
    }
    String word = unmatched.getUnmatched().getFirst();
    boolean isCommand = !unmatched.isUnknownOption() && e.getCommandLine().getParent() == null;
    String what =
        isCommand
            ? "there is no command "
            : unmatched.isUnknownOption() ? "unknown option " : "one word too many: ";
    String meant =
        unmatched.getSuggestions().stream()
            .map(it -> it.replaceFirst("^tercet ", ""))
            .limit(MOST_SUGGESTIONS)
            .collect(Collectors.joining(" or "));
    return PrintedText.of(
        what + word + (meant.isEmpty() ? "; see " + help(e) : "; did you mean " + meant + "?"));
  }

  private static String help(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getParent() == null ? "" : command.getCommandName() + " ";
    return "tercet " + name + "--help";
  }

  /** What a word should have been. */
  private static String kind(ArgSpec place) {
    Class<?> type = place.typeInfo().isMultiValue() ? place.auxiliaryTypes()[0] : place.type();
    if (type == UUID.class) {
      return "id of an extraction, as tercet list shows them,";
    }
    boolean isWhole = Set.of(int.class, Integer.class, long.class, Long.class).contains(type);
    return isWhole ? "whole number" : type == Double.class ? "number" : "value";
  }

  private static String name(ArgSpec place) {
    return place instanceof OptionSpec option ? option.longestName() : place.paramLabel();
  }

  private static String shown(@Nullable String word) {
    return word == null ? "that" : '"' + word + '"';
  }

  /** One visible line for a person, without the names of classes. */
  public static String words(@Nullable Throwable e) {
    String message = e == null ? null : e.getMessage();
    String said =
        message == null
            ? ""
            : CLASS_NAME.matcher(message.lines().findFirst().orElse("")).replaceAll("").strip();
    return said.isEmpty()
        ? "an unexpected failure; TERCET_LOG_LEVEL=DEBUG tells more"
        : PrintedText.of(said);
  }
}
