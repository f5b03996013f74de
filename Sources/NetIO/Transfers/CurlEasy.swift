internal import CCurl
internal import Glibc
internal import HTTP

/// One easy handle of curl's, with what it points to.
///
/// It is closed by its transfer, once, outside of curl: curl must not see it go.
final class CurlEasy {
    let handle: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Sets everything but who is called back. Nil: no memory.
    init?(_ request: HTTPClientRequest) {
        guard let handle = curl_easy_init() else {
            words.deallocate()
            return nil
        }
        self.handle = handle
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ccurl_ptr(handle, CURLOPT_ERRORBUFFER, words)
        ccurl_long(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_str(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_str(handle, CURLOPT_URL, request.url)
        setMethod(request)
        setHeaders(request)
        setWay(request.options)
    }

    func close() {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headers)
        words.deallocate()
    }

    private func setMethod(_ request: HTTPClientRequest) {
        if let body = request.body {
            ccurl_long(handle, CURLOPT_POST, 1)
            ccurl_off(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        } else if request.method == "POST" {
            ccurl_long(handle, CURLOPT_POST, 1)
            ccurl_off(handle, CURLOPT_POSTFIELDSIZE_LARGE, 0)
        } else if request.method == "HEAD" {
            ccurl_long(handle, CURLOPT_NOBODY, 1)
        }
        ccurl_str(handle, CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func setHeaders(_ request: HTTPClientRequest) {
        for field in request.headers.fields {
            // Curl's spelling of an empty value; a name with a bare colon would remove the field.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // What curl would add of its own: a wait for `100 Continue`, and the content type of a form.
        if !request.headers.contains("Expect") { append("Expect:") }
        if request.body != nil || request.method == "POST", !request.headers.contains("Content-Type") {
            append("Content-Type:")
        }
        ccurl_slist(handle, CURLOPT_HTTPHEADER, headers)
    }

    private func append(_ line: String) {
        if let longer = curl_slist_append(headers, line) { headers = longer }
    }

    private func setWay(_ options: HTTPClientOptions) {
        // Every HTTPS request takes the send buffer, which is 64 KiB unless told.
        ccurl_long(handle, CURLOPT_BUFFERSIZE, 16 * 1_024)
        ccurl_long(handle, CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1_024)
        ccurl_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Curl's own default is five minutes, so "none" must be said.
        let connect = options.connectTimeout?.millisecondsRoundedUp ?? UInt64(Int32.max)
        ccurl_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(min(max(connect, 1), UInt64(Int32.max))))
        let version = options.offersHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        ccurl_long(handle, CURLOPT_HTTP_VERSION, Int(version))
        if options.offersHTTP2 { ccurl_long(handle, CURLOPT_PIPEWAIT, 1) }
        if let file = options.authorityFile { ccurl_str(handle, CURLOPT_CAINFO, file) }
        if options.trustsAnybody {
            ccurl_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
            ccurl_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        switch options.proxy {
        case .none: ccurl_str(handle, CURLOPT_PROXY, "")
        case .environment: break
        case .url(let url):
            ccurl_str(handle, CURLOPT_PROXY, url)
            ccurl_str(handle, CURLOPT_NOPROXY, "")
        }
    }

    /// Whether the request could be sent: there is, or was, a connection.
    var hasConnected: Bool { ccurl_info_double(handle, CURLINFO_PRETRANSFER_TIME) > 0 }

    /// What went wrong, by curl's code, its details and its words.
    func error(_ code: CURLcode, hasHead: Bool, _ options: HTTPClientOptions) -> HTTPClientError {
        let told = String(cString: words)
        let detail = told.isEmpty ? String(cString: curl_easy_strerror(code)) : told
        let tunnel = ccurl_info_long(handle, CURLINFO_HTTP_CONNECTCODE)
        if tunnel > 0, !(200..<300 ~= tunnel) { return .refusedByProxy(status: tunnel) }
        switch code {
        // A status line without a version, which curl takes for HTTP/0.9.
        case CURLE_UNSUPPORTED_PROTOCOL where hasConnected: return .malformedResponse(detail)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .invalidRequest(detail)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .unresolved(detail)
        case CURLE_COULDNT_CONNECT: return isRefused ? .refused(detail) : .unreachable(detail)
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(.connect, after: options.connectTimeout ?? .zero)
        case CURLE_PEER_FAILED_VERIFICATION: return .tls(certificateFailure, detail)
        case CURLE_SSL_CONNECT_ERROR: return .tls(.handshake, detail)
        case CURLE_SSL_CACERT_BADFILE: return .tls(.authorityFile, detail)
        case CURLE_PROXY: return .proxyFailed(detail)
        case CURLE_PARTIAL_FILE: return .truncated(detail)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2: return .malformedResponse(detail)
        case CURLE_GOT_NOTHING: return .lost(detail)
        case CURLE_HTTP2_STREAM, CURLE_SEND_ERROR: return hasHead ? .truncated(detail) : .lost(detail)
        case CURLE_RECV_ERROR: return received(detail, hasHead: hasHead)
        default: return .failed(detail)
        }
    }

    private var isRefused: Bool { ccurl_info_long(handle, CURLINFO_OS_ERRNO) == Int(ECONNREFUSED) }

    /// Curl has one code for a connection that broke and for chunks that are none; its words differ.
    private func received(_ detail: String, hasHead: Bool) -> HTTPClientError {
        if detail.contains("chunk") || detail.contains("hunk") || detail.contains("nvalid") {
            return .malformedResponse(detail)
        }
        return hasHead ? .truncated(detail) : .lost(detail)
    }

    /// Where OpenSSL found nothing wrong with the chain it was the name, of which curl leaves no other trace: then the
    /// result is the one before verifying (1, X509_V_ERR_UNSPECIFIED), or that of a right chain.
    private var certificateFailure: HTTPClientError.TLSFailure {
        switch ccurl_info_long(handle, CURLINFO_SSL_VERIFYRESULT) {
        case 0, 1: .wrongName
        // X509_V_ERR_CERT_HAS_EXPIRED
        case 10: .expired
        default: .untrusted
        }
    }
}
