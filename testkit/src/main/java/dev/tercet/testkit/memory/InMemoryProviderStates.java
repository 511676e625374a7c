package dev.tercet.testkit.memory;

import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.queue.Hint;
import dev.tercet.testkit.memory.table.ProviderTables;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where the providers of models stand, in memory. */
final class InMemoryProviderStates implements ProviderStates {
  private final Tables tables;
  private final ProviderTables providers;

  InMemoryProviderStates(Tables tables) {
    this.tables = tables;
    providers = tables.providers;
  }

  @Override
  public List<Seen> all() {
    return tables.transact(() -> providers.states.values().stream().map(this::seen).toList());
  }

  @Override
  public Seen find(String provider) {
    return tables.transact(() -> seen(state(provider)));
  }

  private ProviderState state(String provider) {
    ProviderState known = providers.states.get(provider);
    return known == null ? ProviderState.open(provider, tables.now()) : known;
  }

  private Seen seen(ProviderState state) {
    return new Seen(state, tables.now());
  }

  private Seen put(ProviderState state) {
    providers.states.put(state.name(), state);
    return seen(state);
  }

  @Override
  public Seen troubled(Report report) {
    return tables.transact(() -> {
      ProviderState was =
          providers.states.getOrDefault(
              report.provider(),
              new ProviderState(report.provider(), null, null, tables.now(), null, report.seen()));
      Optional<ProviderState> next =
          was.troubled(
              report.seen(),
              report.trouble(),
              ProviderState.reason(report.said()),
              tables.now().plus(report.pause()),
              tables.now());
      if (next.isPresent()) {
        providers.hastening.remove(report.provider());
      }
      return put(next.orElse(was));
    });
  }

  @Override
  public Optional<Seen> tried(String provider, long seen, Duration pause) {
    return tables.transact(
        () -> state(provider).tried(seen, tables.now().plus(pause), tables.now()).map(this::put));
  }

  @Override
  public Seen opened(String provider, long seen) {
    return tables.transact(() -> open(provider, seen));
  }

  @Override
  public Seen resumed(String provider) {
    return tables.transact(() -> open(provider, state(provider).version()));
  }

  private Seen open(String provider, long seen) {
    Optional<ProviderState> next = state(provider).opened(seen, tables.now());
    next.ifPresent(it -> {
      providers.hastening.add(provider);
      put(it);
    });
    return seen(state(provider));
  }

  @Override
  public Seen configured(String provider, byte[] digest) {
    return tables.transact(() -> {
      boolean same = Arrays.equals(digest, providers.settings.put(provider, digest.clone()));
      if (!same) {
        put(state(provider));
        open(provider, state(provider).version());
      }
      return seen(state(provider));
    });
  }

  @Override
  public Hastened hasten(int limit) {
    return tables.transact(() -> {
      List<Hint> due = new ArrayList<>();
      int looked = 0;
      for (String provider : List.copyOf(providers.hastening)) {
        Map<UUID, Long> waits = providers.waits.getOrDefault(provider, Map.of());
        for (Map.Entry<UUID, Long> wait : List.copyOf(waits.entrySet())) {
          if (looked == limit) {
            return new Hastened(due, true);
          }
          looked++;
          waits.remove(wait.getKey());
          hastened(wait.getKey(), wait.getValue()).ifPresent(due::add);
        }
        providers.hastening.remove(provider);
      }
      return new Hastened(due, false);
    });
  }

  private Optional<Hint> hastened(UUID extraction, long epoch) {
    Row row = tables.row(extraction);
    return row == null || row.state().progress().epoch() != epoch
        ? Optional.empty()
        : tables.move(extraction, new SagaEvent.Hastened()).map(_ -> new Hint(extraction, epoch));
  }
}
