package dev.tercet.api.wiring;

import static java.util.Objects.requireNonNull;

import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of each store that is watched: that it answers, or why it does not. */
public final class StoreStates {
  private static final String NOT_YET = "not reached yet";

  /**
   * Of one store.
   *
   * @param reason why it does not answer; empty when it does
   * @param isFull because it has no room
   */
  private record State(String reason, boolean isFull) {}

  private final Map<Store, State> states = new ConcurrentHashMap<>();

  /** None of the watched ones has been reached yet. */
  public StoreStates(Set<Store> watched) {
    watched.forEach(store -> down(store, NOT_YET));
  }

  /** The store answers. */
  public void up(Store store) {
    states.put(store, new State("", false));
  }

  /** The store does not answer; {@code reason} says where and why, without secrets. */
  public void down(Store store, String reason) {
    states.put(store, new State(reason, false));
  }

  /** The same of a store that has no room. */
  public void full(Store store, String reason) {
    states.put(store, new State(reason, true));
  }

  /** Whether a store that does not answer says that it has no room. */
  public boolean isFull(Store store) {
    return requireNonNull(states.get(store)).isFull();
  }

  /** True when every store that is watched answers. */
  public boolean allUp() {
    return states.values().stream().allMatch(it -> it.reason().isEmpty());
  }

  /** Per store that is watched the reason why it does not answer, empty when it does. */
  public Map<Store, String> reasons() {
    Map<Store, String> reasons = new EnumMap<>(Store.class);
    states.forEach((store, state) -> reasons.put(store, state.reason()));
    return reasons;
  }
}
