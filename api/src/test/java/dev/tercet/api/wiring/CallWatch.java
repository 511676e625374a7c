package dev.tercet.api.wiring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Ports whose calls are told of before they are made. */
final class CallWatch {
  private CallWatch() {}

  /** The port; {@code event} is told the name of each call. */
  static <T> T before(Class<T> port, T real, Consumer<String> event) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              event.accept(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }
}
