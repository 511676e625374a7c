package dev.tercet.pipeline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Stands in front of ports: counts the calls of each function, and makes chosen ones fail. */
public final class Tripwire {
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
  private final Map<String, Runnable> after = new ConcurrentHashMap<>();

  private record Fault(Supplier<RuntimeException> failure, boolean takesEffect) {}

  /** The port behind the wire. */
  public <T> T around(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              String name = port.getSimpleName() + "." + method.getName();
              calls.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
              hooks.getOrDefault(name, () -> {}).run();
              Fault fault = faults.getOrDefault(name, new ArrayDeque<>()).poll();
              if (fault != null && !fault.takesEffect()) {
                throw fault.failure().get();
              }
              try {
                Object result = method.invoke(target, arguments);
                after.getOrDefault(name, () -> {}).run();
                if (fault != null) {
                  throw fault.failure().get();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** The next calls of the function fail before they do anything. */
  public void fail(String function, int times, Supplier<RuntimeException> failure) {
    add(function, times, new Fault(failure, false));
  }

  /** The next call of the function takes effect, and fails all the same. */
  public void failAfter(String function, Supplier<RuntimeException> failure) {
    add(function, 1, new Fault(failure, true));
  }

  /** Runs {@code hook} before every call of the function. */
  public void before(String function, Runnable hook) {
    hooks.put(function, hook);
  }

  /** Runs {@code hook} after every call of the function took effect, before its caller knows. */
  public void after(String function, Runnable hook) {
    after.put(function, hook);
  }

  /** How often the function was called, such as {@code SagaStore.complete}. */
  public int calls(String function) {
    return calls.getOrDefault(function, new AtomicInteger()).get();
  }

  /** Forgets the counts. */
  public void reset() {
    calls.clear();
  }

  private void add(String function, int times, Fault fault) {
    Queue<Fault> queue = faults.computeIfAbsent(function, _ -> new ConcurrentLinkedDeque<>());
    for (int i = 0; i < times; i++) {
      queue.add(fault);
    }
  }
}
