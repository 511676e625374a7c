package dev.tercet.pipeline.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.PatternFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dialects that a schema may name, with an e-mail format that knows no list of domains. */
final class KnownDialects implements DialectRegistry {
  /**
   * One sign, no white space, a dot in the domain. The library's own check refuses every top-level
   * domain that it does not know, the reserved {@code .example} among them.
   */
  private static final String EMAIL =
      "^[^\\s@<>\"(),:;]{1,64}@[^\\s@<>\"(),:;.]{1,63}(?:\\.[^\\s@<>\"(),:;.]{1,63}){1,10}$";

  private final Map<String, Dialect> dialects =
      Stream.of(
              Dialects.getDraft202012(),
              Dialects.getDraft201909(),
              Dialects.getDraft7(),
              Dialects.getDraft6(),
              Dialects.getDraft4())
          .map(KnownDialects::withEmail)
          .collect(Collectors.toMap(dialect -> plain(dialect.getId()), Function.identity()));

  @Override
  public Dialect getDialect(String id, SchemaRegistry registry) {
    Dialect dialect = dialects.get(plain(id));
    if (dialect == null) {
      throw new SchemaException("$schema names no known dialect");
    }
    return dialect;
  }

  private static Dialect withEmail(Dialect dialect) {
    return Dialect.builder(dialect)
        .format(PatternFormat.of("email", EMAIL, "format.email"))
        .format(PatternFormat.of("idn-email", EMAIL, "format.idn-email"))
        .build();
  }

  private static String plain(String id) {
    return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
  }
}
