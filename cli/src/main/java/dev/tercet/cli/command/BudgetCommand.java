package dev.tercet.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.ClientOptions;
import dev.tercet.cli.terminal.Table;
import dev.tercet.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tercet budget}: how much may be spent on asking models, and how much of it is. */
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how much may be spent on asking models, and how much of it is;",
      "with an amount or a number, puts that in the place of the whole budget."
    },
    footer = {
      "",
      "Examples:",
      "  tercet budget",
      "  tercet budget --project letters --per-day 10 --per-month 200",
      "  tercet budget --tenant default --calls 5000",
      "  tercet budget --project letters --none",
      "  tercet budget --project letters --json"
    })
public final class BudgetCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ClientOptions options = new ClientOptions();

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Whose whose;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable Wish wish;

  /** Whose calls it bounds; the installation's when nothing is said. */
  private static final class Whose {
    @Option(names = "--project", required = true, description = "Of this project.")
    private @Nullable String project;

    @Option(names = "--tenant", required = true, description = "Of this tenant, the key's own.")
    private @Nullable String tenant;
  }

  /** What it is to be; it is only shown when nothing is said. */
  private static final class Wish {
    @ArgGroup(exclusive = false)
    private @Nullable Bounds bounds;

    @Option(names = "--none", required = true, description = "Take the budget away.")
    private boolean none;
  }

  /** What is not said is not bounded. */
  private static final class Bounds {
    @Option(names = "--per-day", paramLabel = "AMOUNT", description = "Money a day (UTC).")
    private @Nullable String perDay;

    @Option(names = "--per-month", paramLabel = "AMOUNT", description = "Money a month (UTC).")
    private @Nullable String perMonth;

    @Option(names = "--calls", paramLabel = "N", description = "Calls a day (UTC).")
    private @Nullable Long calls;

    @Option(
        names = "--currency",
        paramLabel = "CODE",
        description = "Of the amounts; that in which calls are priced unless given.")
    private @Nullable String currency;

    ObjectNode body(String usual) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      money(body, "perDay", perDay, usual);
      money(body, "perMonth", perMonth, usual);
      if (calls != null) {
        body.put("calls", calls);
      }
      return body;
    }

    private void money(ObjectNode body, String field, @Nullable String amount, String usual) {
      if (amount != null) {
        body.putObject(field)
            .put("amount", amount)
            .put("currency", currency == null ? usual : currency);
      }
    }
  }

  @Override
  public Integer call() {
    return options.call(spec, this::ask);
  }

  private int ask(ApiClient client, Terminal terminal) {
    JsonNode budget = client.get(address());
    if (wish != null) {
      String usual = budget.at("/spent/today/currency").asText();
      ObjectNode body =
          wish.none || wish.bounds == null
              ? JsonNodeFactory.instance.objectNode()
              : wish.bounds.body(usual);
      budget = client.send("PUT", address(), body);
    }
    if (options.json()) {
      terminal.json(budget);
    } else {
      print(budget, terminal);
    }
    return 0;
  }

  private String address() {
    if (whose == null) {
      return "/budget";
    }
    return whose.project == null
        ? "/tenants/" + ApiClient.encoded(String.valueOf(whose.tenant)) + "/budget"
        : "/projects/" + ApiClient.encoded(whose.project) + "/budget";
  }

  private static void print(JsonNode budget, Terminal terminal) {
    Table table = Table.of("~spent", "#so far", "#at most");
    table.row(
        "calls today", budget.at("/spent/callsToday").asText(), budget.path("calls").asText());
    table.row(
        "today", MoneyWords.of(budget.at("/spent/today")), MoneyWords.of(budget.path("perDay")));
    table.row(
        "this month",
        MoneyWords.of(budget.at("/spent/thisMonth")),
        MoneyWords.of(budget.path("perMonth")));
    table.print(terminal);
    switch (budget.path("state").asText()) {
      case "spent" -> terminal.line("It is spent until %s.", budget.path("until").asText());
      case "none" -> terminal.line("There is no budget.");
      default -> {}
    }
  }
}
