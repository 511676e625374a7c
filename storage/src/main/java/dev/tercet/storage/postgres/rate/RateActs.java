package dev.tercet.storage.postgres.rate;

import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.CallRates.Told;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a process does to the rates while its last transaction was under way, as one: the rows of
 * its providers are held, all is done to them one after the other, and they are written.
 */
final class RateActs implements BatchOperation<RateActs.Act, Duration> {
  /** One act of a caller; its result is how long the turn is to be waited for. */
  sealed interface Act {
    Rates rates();
  }

  /** A call wants its turn. */
  record Take(Rates rates, long tokens, Duration longest) implements Act {}

  /** It was not made. */
  record GiveBack(Rates rates, long tokens) implements Act {}

  /** It used so many tokens more than were taken. */
  record Settle(Rates rates, long tokens) implements Act {}

  /** Its answer says what is left. */
  record Hear(Rates rates, Told told) implements Act {}

  /** The time is read behind the lock, so that it goes on from one holder to the next. */
  static final Query HOLD =
      Query.of(
          """
          WITH held AS MATERIALIZED (
            SELECT provider, at_us, requests, tokens
              FROM call_rate
             WHERE provider = ANY (:providers::text[])
             ORDER BY provider
               FOR UPDATE
          )
          SELECT provider, at_us, requests, tokens, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
            FROM held
          """);

  static final Query CREATE =
      Query.of(
          """
          INSERT INTO call_rate (provider, at_us)
          SELECT unnest(:providers::text[]), 0
          ON CONFLICT DO NOTHING
          """);

  static final String WRITE =
      """
      UPDATE call_rate r
         SET at_us = i.at_us, requests = i.requests, tokens = i.tokens
        FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) AS i(provider, at_us, requests, tokens)
       WHERE r.provider = i.provider
      """;

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public List<Duration> write(Connection connection, List<Act> batch, StatusChanges changes)
      throws SQLException {
    Map<String, ProviderBuckets> held = held(connection, batch);
    List<Duration> waits = new ArrayList<>(batch.size());
    for (Act act : batch) {
      ProviderBuckets buckets = Objects.requireNonNull(held.get(act.rates().provider()));
      waits.add(buckets.act(act));
    }
    written(connection, held.values());
    return waits;
  }

  private static Map<String, ProviderBuckets> held(Connection connection, List<Act> batch)
      throws SQLException {
    String[] providers =
        batch.stream().map(it -> it.rates().provider()).distinct().toArray(String[]::new);
    Map<String, ProviderBuckets> held = hold(connection, providers);
    while (held.size() < providers.length) {
      CREATE.with("providers", providers).update(connection);
      held = hold(connection, providers);
    }
    return held;
  }

  private static Map<String, ProviderBuckets> hold(Connection connection, String[] providers)
      throws SQLException {
    Map<String, ProviderBuckets> held = new TreeMap<>();
    HOLD.with("providers", providers)
        .list(connection, RateActs::buckets)
        .forEach(it -> held.put(it.provider(), it));
    return held;
  }

  private static ProviderBuckets buckets(ResultSet row) throws SQLException {
    return new ProviderBuckets(
        Rows.text(row, 1), row.getLong(2), row.getLong(5), row.getString(3), row.getString(4));
  }

  private static void written(Connection connection, Collection<ProviderBuckets> held)
      throws SQLException {
    List<ProviderBuckets> changed = held.stream().filter(ProviderBuckets::isChanged).toList();
    if (changed.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      Columns.of(statement, changed)
          .texts(ProviderBuckets::provider)
          .longs(ProviderBuckets::now)
          .texts(ProviderBuckets::requests)
          .texts(ProviderBuckets::tokens);
      statement.executeUpdate();
    }
  }
}
