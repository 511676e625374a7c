package dev.tercet.testkit.memory.table;

import dev.tercet.saga.provider.ProviderState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Where the providers of models stand, and who waits for them. */
public final class ProviderTables {
  public final SortedMap<String, ProviderState> states = new TreeMap<>();
  public final Map<String, byte[]> settings = new HashMap<>();

  /** By provider the epoch of each extraction that was put off for it. */
  public final Map<String, Map<UUID, Long>> waits = new LinkedHashMap<>();

  /** Those that have opened, for whom somebody may wait still. */
  public final Set<String> hastening = new HashSet<>();

  /** That one is put off until the provider opens. */
  public void await(String provider, UUID extraction, long epoch) {
    waits.computeIfAbsent(provider, _ -> new LinkedHashMap<>()).put(extraction, epoch);
  }

  /** Whether that provider is in trouble. */
  public boolean isClosed(String provider) {
    ProviderState state = states.get(provider);
    return state != null && !state.isOpen();
  }
}
