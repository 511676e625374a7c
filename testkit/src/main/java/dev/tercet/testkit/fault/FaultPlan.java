package dev.tercet.testkit.fault;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.testkit.fault.PortProxy.Call;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls that one process makes through all its ports, and strikes one of them. After a
 * crash the process makes no call any more: every further one dies, too, whichever thread tries. A
 * restarted process has a new plan.
 */
public final class FaultPlan {
  private static final int NEVER = 0;

  private final int strikeAt;
  private final Fault fault;
  private final List<String> calls = new ArrayList<>();
  private final List<String> callsAfterDeath = new ArrayList<>();
  private @Nullable Long victim;

  private FaultPlan(int strikeAt, Fault fault) {
    this.strikeAt = strikeAt;
    this.fault = fault;
  }

  /** Only counts. */
  public static FaultPlan none() {
    return new FaultPlan(NEVER, Fault.REFUSED);
  }

  /** Strikes the call of that number, from 1. */
  public static FaultPlan at(int call, Fault fault) {
    if (call < 1) {
      throw new IllegalArgumentException("calls are counted from 1, not " + call);
    }
    return new FaultPlan(call, fault);
  }

  /** The port as this process sees it; a fault looks like a store that is away. */
  public <T> T around(Class<T> port, T real, Store store) {
    return around(
        port,
        real,
        message ->
            new StoreUnavailableException(store, message, new SocketTimeoutException(message)));
  }

  /** The port as this process sees it; a fault throws what {@code unavailable} makes of it. */
  public <T> T around(Class<T> port, T real, Function<String, RuntimeException> unavailable) {
    return PortProxy.around(port, real, (name, call) -> strike(name, call, unavailable));
  }

  private @Nullable Object strike(
      String name, Call call, Function<String, RuntimeException> unavailable) throws Throwable {
    if (count(name) != strikeAt) {
      return call.proceed();
    }
    return switch (fault) {
      case REFUSED -> throw unavailable.apply(name + " was refused");
      case TIMED_OUT_WITHOUT_EFFECT -> throw unavailable.apply(name + " timed out");
      case TIMED_OUT_WITH_EFFECT -> {
        call.proceed();
        throw unavailable.apply(name + " timed out after it took effect");
      }
      case CRASH_BEFORE -> throw die("before " + name);
      case CRASH_AFTER -> {
        call.proceed();
        throw die("after " + name);
      }
      case DOUBLED -> {
        Object first = call.proceed();
        call.proceed();
        yield first;
      }
    };
  }

  private synchronized int count(String name) {
    if (victim != null) {
      if (victim == Thread.currentThread().threadId()) {
        callsAfterDeath.add(name);
      }
      throw new SimulatedCrash("before " + name + " could be called");
    }
    calls.add(name);
    return calls.size();
  }

  private synchronized SimulatedCrash die(String where) {
    victim = Thread.currentThread().threadId();
    return new SimulatedCrash(where);
  }

  /** The process dies now: whatever it calls next, it cannot call any more. */
  public synchronized void kill() {
    victim = Thread.currentThread().threadId();
  }

  /** The call that was struck; empty when none was. */
  public synchronized Optional<String> struck() {
    return strikeAt == NEVER || calls.size() < strikeAt
        ? Optional.empty()
        : Optional.of(calls.get(strikeAt - 1));
  }

  /** The calls made so far, in the order in which they were counted. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Whether the process has died. */
  public synchronized boolean isDead() {
    return victim != null;
  }

  /**
   * Calls that the thread which crashed still tried: it caught what it must not catch, or cleans up
   * as no dead process can. Closing a handle is the one clean-up that a correct program shows here.
   */
  public synchronized List<String> callsAfterDeath() {
    return List.copyOf(callsAfterDeath);
  }
}
