package dev.tercet.api.wiring;

import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of each store: that it answers, or why it does not. */
public final class StoreStates {
  private static final String NOT_YET = "not reached yet";

  /** Why a store does not answer; empty when it does. */
  private final Map<Store, String> reasons = new ConcurrentHashMap<>();

  private final Set<Store> full = ConcurrentHashMap.newKeySet();

  public StoreStates() {
    for (Store store : Store.values()) {
      reasons.put(store, NOT_YET);
    }
  }

  /** The store answers. */
  public void up(Store store) {
    full.remove(store);
    reasons.put(store, "");
  }

  /** The store does not answer; {@code reason} says where and why, without secrets. */
  public void down(Store store, String reason) {
    full.remove(store);
    reasons.put(store, reason);
  }

  /** The same of a store that has no room. */
  public void full(Store store, String reason) {
    full.add(store);
    reasons.put(store, reason);
  }

  /** Whether a store that does not answer says that it has no room. */
  public boolean isFull(Store store) {
    return full.contains(store);
  }

  /** True when every store answers. */
  public boolean allUp() {
    return reasons.values().stream().allMatch(String::isEmpty);
  }

  /** Per store the reason why it does not answer, empty when it does. */
  public Map<Store, String> reasons() {
    return new EnumMap<>(reasons);
  }
}
