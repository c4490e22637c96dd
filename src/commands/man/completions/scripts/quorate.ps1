# Completions of quorate for PowerShell. The program itself says what may come next: quorate completions --words.
# Where it says nothing, PowerShell offers files by itself.

Register-ArgumentCompleter -Native -CommandName quorate -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @(
        foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
            if ($element.Extent.EndOffset -lt $cursorPosition) { $element.Extent.Text }
        }
    ) + "$wordToComplete"
    $program = Get-Command -Name quorate -CommandType Application | Select-Object -First 1
    $lines = @($words | & $program completions --words 2>$null)
    foreach ($line in ($lines | Select-Object -Skip 1)) {
        $value, $about = $line -split "`t", 2
        if (-not $about) { $about = $value }
        # What PowerShell would take for more than a word is quoted; it knows five signs for a single quotation mark.
        $text = $value
        if ($value -cnotmatch '^[-A-Za-z0-9_./=]+$') {
            $text = "'" + ($value -replace "['\u2018-\u201b]", '$0$0') + "'"
        }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
}
