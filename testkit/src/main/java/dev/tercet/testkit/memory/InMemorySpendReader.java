package dev.tercet.testkit.memory;

import dev.tercet.saga.Project;
import dev.tercet.saga.Usage;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.testkit.memory.table.SpendTables.Spent;
import dev.tercet.testkit.memory.table.Tables;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds up what calls have used and cost. */
final class InMemorySpendReader implements SpendReader {
  private static final Comparator<SumKey> ORDER =
      Comparator.comparing(SumKey::of).thenComparing(SumKey::model);

  private final Tables tables;

  InMemorySpendReader(Tables tables) {
    this.tables = tables;
  }

  @Override
  public LocalDate today() {
    return tables.transact(() -> LocalDate.ofInstant(tables.now(), ZoneOffset.UTC));
  }

  @Override
  public List<Sum> list(Asked asked, SumKey after, int limit) {
    return tables.transact(() ->
        tables.spend.spent().rows().stream()
            .filter(it -> isAsked(it, asked))
            .collect(
                Collectors.groupingBy(
                    it -> key(it, asked.by()), () -> new TreeMap<>(ORDER), Collectors.toList()))
            .entrySet()
            .stream()
            .filter(it -> ORDER.compare(it.getKey(), after) > 0)
            .limit(limit)
            .map(it -> sum(it.getKey(), it.getValue(), asked.by()))
            .toList());
  }

  private boolean isAsked(Spent spent, Asked asked) {
    UUID project = spent.call().project();
    return spent.tenant().equals(asked.tenant())
        && (asked.project() == null || asked.project().equals(project))
        && !spent.day().isBefore(asked.from())
        && !spent.day().isAfter(asked.to());
  }

  private static SumKey key(Spent spent, By by) {
    return switch (by) {
      case PROJECT -> new SumKey(spent.call().project().toString(), "");
      case MODEL -> new SumKey(spent.call().provider(), spent.call().model());
      case DAY -> new SumKey(spent.day().toString(), "");
    };
  }

  private Sum sum(SumKey key, List<Spent> spent, By by) {
    Map<String, BigInteger> costs =
        spent.stream()
            .map(Spent::cost)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(
                    Money::currency,
                    TreeMap::new,
                    Collectors.reducing(BigInteger.ZERO, Money::nanos, BigInteger::add)));
    return new Sum(
        key,
        by == By.PROJECT ? slug(UUID.fromString(key.of())) : null,
        spent.stream().map(Spent::usage).reduce(Usage.NONE, Usage::plus),
        spent.stream().filter(it -> !it.isPriced()).mapToLong(it -> it.usage().calls()).sum(),
        costs.entrySet().stream()
            .filter(it -> it.getValue().signum() != 0)
            .map(it -> new Money(it.getValue(), it.getKey()))
            .toList());
  }

  private @Nullable String slug(UUID project) {
    Project known = tables.projects.get(project);
    return known == null || !tables.isLiving(project) ? null : known.slug();
  }
}
