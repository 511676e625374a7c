package dev.tercet.testkit.fault;

import java.util.function.Consumer;

/** Looks on after every call that reached a store, whether it came back or threw. */
public final class Observer {
  private Observer() {}

  /** The port; {@code afterwards} is told the name of each call once it has taken effect. */
  public static <T> T around(Class<T> port, T real, Consumer<String> afterwards) {
    return PortProxy.around(
        port,
        real,
        (name, call) -> {
          try {
            return call.proceed();
          } finally {
            afterwards.accept(name);
          }
        });
  }
}
