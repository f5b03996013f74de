// A table: data, exempt from the size rule.

extension Language {
    static let all = [
        python, javaScript, cSharp, java, kotlin, go, swift, ruby, elixir, rust, c, dart, php, shell, html, json,
        yaml, environment, bicep, terraform, toml, markdown,
    ]

    static let python = Language(
        name: "Python",
        extensions: ["py", "pyi", "pyw"],
        lineComments: ["#"],
        strings: pythonStrings,
        traits: [.linesEndStatements, .literalsJoin, .docStrings]
    )

    /// Every prefix with every quote: `rb'''`, `F"`.
    private static let pythonStrings: [StringForm] = {
        let quotes = ["\"\"\"", "'''", "\"", "'"]
        let prefixes = ["", "r", "b", "u", "f", "rb", "br", "rf", "fr", "t"]
        let spelled = Set(
            prefixes.flatMap { [$0, $0.uppercased()] } + ["Rb", "rB", "Br", "bR", "Rf", "rF", "Fr", "fR"]
        )
        let forms = quotes.flatMap { quote in
            spelled.map { prefix in
                let lower = prefix.lowercased()
                return StringForm(
                    prefix + quote,
                    quote,
                    lower.contains("r") ? .none : .backslash,
                    hole: lower.contains("f") || lower.contains("t") ? .braces : nil,
                    spansLines: quote.utf8.count == 3
                )
            }
        }
        return forms.sorted {
            $0.open.utf8.count == $1.open.utf8.count ? $0.open < $1.open : $0.open.utf8.count > $1.open.utf8.count
        }
    }()

    static let javaScript = Language(
        name: "JavaScript",
        extensions: ["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("`", "`", hole: .dollarBraces, spansLines: true), StringForm("\"", "\""), StringForm("'", "'"),
        ],
        traits: [.regularExpressions]
    )

    static let cSharp = Language(
        name: "C#",
        extensions: ["cs", "csx", "razor", "cshtml"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("$$\"\"\"", "\"\"\"", .none, hole: .braces, spansLines: true),
            StringForm("$\"\"\"", "\"\"\"", .none, hole: .braces, spansLines: true),
            StringForm("\"\"\"", "\"\"\"", .none, spansLines: true),
            StringForm("$@\"", "\"", .doubled, hole: .braces, spansLines: true),
            StringForm("@$\"", "\"", .doubled, hole: .braces, spansLines: true),
            StringForm("@\"", "\"", .doubled, spansLines: true),
            StringForm("$\"", "\"", hole: .braces),
            StringForm("\"", "\""), StringForm("'", "'"),
        ],
        traits: [.preprocessor]
    )

    static let java = Language(
        name: "Java",
        extensions: ["java"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("\"\"\"", "\"\"\"", spansLines: true), StringForm("\"", "\""), StringForm("'", "'")]
    )

    static let kotlin = Language(
        name: "Kotlin",
        extensions: ["kt", "kts", "groovy", "scala"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("\"\"\"", "\"\"\"", .none, hole: .dollarName, spansLines: true),
            StringForm("\"", "\"", hole: .dollarName), StringForm("'", "'"),
        ],
        traits: [.linesEndStatements]
    )

    static let go = Language(
        name: "Go",
        extensions: ["go"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("`", "`", .none, spansLines: true), StringForm("\"", "\""), StringForm("'", "'")],
        traits: [.linesEndStatements]
    )

    static let swift = Language(
        name: "Swift",
        extensions: ["swift"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("#\"", "\"#", .none, spansLines: true, isFenced: true),
            StringForm("\"\"\"", "\"\"\"", hole: .backslashParenthesis, spansLines: true),
            StringForm("\"", "\"", hole: .backslashParenthesis),
        ],
        traits: [.linesEndStatements, .preprocessor]
    )

    static let ruby = Language(
        name: "Ruby",
        extensions: ["rb", "rake", "gemspec"],
        fileNames: ["rakefile"],
        lineComments: ["#"],
        blockComments: [("\n=begin", "\n=end")],
        strings: [StringForm("\"", "\"", hole: .hashBraces, spansLines: true), StringForm("'", "'", spansLines: true)],
        traits: [.linesEndStatements, .hereDocuments, .literalsJoin]
    )

    static let elixir = Language(
        name: "Elixir",
        extensions: ["ex", "exs"],
        lineComments: ["#"],
        strings: [
            StringForm("\"\"\"", "\"\"\"", hole: .hashBraces, spansLines: true),
            StringForm("\"", "\"", hole: .hashBraces), StringForm("'", "'"),
        ],
        traits: [.linesEndStatements]
    )

    static let rust = Language(
        name: "Rust",
        extensions: ["rs"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("r#\"", "\"#", .none, spansLines: true, isFenced: true),
            StringForm("br#\"", "\"#", .none, spansLines: true, isFenced: true),
            StringForm("r\"", "\"", .none, spansLines: true),
            StringForm("b\"", "\"", spansLines: true), StringForm("\"", "\"", spansLines: true),
        ],
        traits: [.lifetimes]
    )

    static let c = Language(
        name: "C",
        extensions: ["c", "h", "cc", "cpp", "cxx", "hpp", "hh", "ino", "m", "mm"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("R\"(", ")\"", .none, spansLines: true), StringForm("u8\"", "\""), StringForm("L\"", "\""),
            StringForm("@\"", "\""), StringForm("\"", "\""), StringForm("'", "'"),
        ],
        traits: [.literalsJoin, .preprocessor]
    )

    static let dart = Language(
        name: "Dart",
        extensions: ["dart"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [
            StringForm("r'''", "'''", .none, spansLines: true),
            StringForm("r\"\"\"", "\"\"\"", .none, spansLines: true),
            StringForm("'''", "'''", hole: .dollarName, spansLines: true),
            StringForm("\"\"\"", "\"\"\"", hole: .dollarName, spansLines: true),
            StringForm("r'", "'", .none), StringForm("r\"", "\"", .none),
            StringForm("'", "'", hole: .dollarName), StringForm("\"", "\"", hole: .dollarName),
        ],
        traits: [.literalsJoin]
    )

    static let php = Language(
        name: "PHP",
        extensions: ["php"],
        lineComments: ["//", "#"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("\"", "\"", hole: .dollarName, spansLines: true), StringForm("'", "'", spansLines: true)]
    )

    static let shell = Language(
        name: "shell",
        extensions: ["sh", "bash", "zsh", "ps1", "fish"],
        fileNames: ["makefile", "dockerfile", "procfile"],
        lineComments: ["#"],
        strings: [
            StringForm("\"", "\"", hole: .dollarName, spansLines: true), StringForm("'", "'", .none, spansLines: true),
        ],
        traits: [.linesEndStatements, .bareWords, .hereDocuments, .literalsJoin, .commentsNeedBlank]
    )

    static let html = Language(
        name: "HTML",
        extensions: ["html", "htm", "vue", "svelte", "astro"],
        blockComments: [("<!--", "-->")]
    )

    static let json = Language(
        name: "JSON",
        extensions: ["json", "jsonc", "json5", "ipynb", "webmanifest"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("\"", "\"")]
    )

    static let yaml = Language(
        name: "YAML",
        extensions: ["yaml", "yml"],
        lineComments: ["#"],
        strings: [StringForm("\"", "\"", spansLines: true), StringForm("'", "'", .doubled, spansLines: true)],
        traits: [.linesEndStatements, .bareWords, .indented, .commentsNeedBlank]
    )

    static let environment = Language(
        name: "settings",
        extensions: ["env", "ini", "properties", "conf", "cfg", "tfvars"],
        lineComments: ["#", ";"],
        strings: [StringForm("\"", "\""), StringForm("'", "'")],
        traits: [.linesEndStatements, .bareWords, .commentsNeedBlank]
    )

    static let bicep = Language(
        name: "Bicep",
        extensions: ["bicep", "bicepparam"],
        lineComments: ["//"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("'''", "'''", .none, spansLines: true), StringForm("'", "'", hole: .dollarBraces)],
        traits: [.linesEndStatements]
    )

    static let terraform = Language(
        name: "Terraform",
        extensions: ["tf", "hcl"],
        lineComments: ["#", "//"],
        blockComments: [("/*", "*/")],
        strings: [StringForm("\"", "\"", hole: .dollarBraces)],
        traits: [.linesEndStatements, .hereDocuments]
    )

    static let toml = Language(
        name: "TOML",
        extensions: ["toml"],
        lineComments: ["#"],
        strings: [
            StringForm("\"\"\"", "\"\"\"", spansLines: true), StringForm("'''", "'''", .none, spansLines: true),
            StringForm("\"", "\""), StringForm("'", "'", .none),
        ],
        traits: [.linesEndStatements]
    )

    /// Only on request: prose names stale things to say that they are stale.
    static let markdown = Language(name: "Markdown", extensions: ["md", "markdown", "mdx"])
}
