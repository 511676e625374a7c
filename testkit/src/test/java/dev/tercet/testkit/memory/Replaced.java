package dev.tercet.testkit.memory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A port of which one method behaves in another way. */
final class Replaced {
  private Replaced() {}

  /** The other behaviour, with the arguments of the call. */
  @FunctionalInterface
  interface Behaviour {
    Object call(Object[] arguments);
  }

  static <T> T method(Class<T> port, T real, String name, Behaviour behaviour) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (method.getName().equals(name)) {
                return behaviour.call(arguments == null ? new Object[0] : arguments);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }
}
