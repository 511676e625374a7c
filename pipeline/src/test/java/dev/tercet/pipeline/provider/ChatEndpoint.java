package dev.tercet.pipeline.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.http.HttpClient;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A stand-in for an endpoint of models, and a client that asks it, for the time of a test. */
final class ChatEndpoint implements BeforeEachCallback, AfterEachCallback {
  static final String ADDRESS = "/v1/chat/completions";

  final WireMockServer provider = new WireMockServer(wireMockConfig().dynamicPort());
  final HttpClient http = HttpClient.newHttpClient();

  /** Every request is answered with this. */
  void answers(ResponseDefinitionBuilder response) {
    provider.stubFor(post(urlEqualTo(ADDRESS)).willReturn(response));
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    provider.start();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    provider.stop();
    http.close();
  }
}
